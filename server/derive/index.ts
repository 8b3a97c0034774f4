import { awsCanAssume } from './aws/can-assume.ts'
import type { Derivation } from './derivation.ts'

/** In the order they run: a later one may read what an earlier one added. One more is a file and a line here. */
export const derivations: readonly Derivation[] = [awsCanAssume]
