/** How an arc is crossed; thousands of arcs share one, so that an arc keeps a number and not an ease. */
export interface Look {
  /** Ease with the factors for inferred and conditional already in it, gates not. */
  readonly ease: number
  readonly easeAtStart: number
  readonly gates: number
  /** The capability that must be held at the tail. */
  readonly needs: number
  /** The least firm total that counts it: granted, with inferred, with conditional. */
  readonly basis: Basis
}

export const GRANTED = 0 as const
export const WITH_INFERRED = 1 as const
export const WITH_CONDITIONAL = 2 as const
export type Basis = typeof GRANTED | typeof WITH_INFERRED | typeof WITH_CONDITIONAL
