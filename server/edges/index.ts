import { accountableFor } from './accountable-for.ts'
import { actsOn } from './acts-on.ts'
import { appliesTo } from './applies-to.ts'
import { approves } from './approves.ts'
import { authenticatesAs } from './authenticates-as.ts'
import { canAssume } from './can-assume.ts'
import { canCall } from './can-call.ts'
import { canControl } from './can-control.ts'
import { canExecute } from './can-execute.ts'
import { canHalt } from './can-halt.ts'
import { canInstruct } from './can-instruct.ts'
import { canMint } from './can-mint.ts'
import { canRead } from './can-read.ts'
import { canWrite } from './can-write.ts'
import { connectsTo } from './connects-to.ts'
import { contains } from './contains.ts'
import { declares } from './declares.ts'
import { delegated } from './delegated.ts'
import type { EdgeKind } from './edge-kind.ts'
import { escalatesTo } from './escalates-to.ts'
import { exposedIn } from './exposed-in.ts'
import { hasGrant } from './has-grant.ts'
import { holds } from './holds.ts'
import { memberOf } from './member-of.ts'
import { owns } from './owns.ts'
import { relatesTo } from './relates-to.ts'
import { runsAs } from './runs-as.ts'
import { sameAs } from './same-as.ts'
import { used } from './used.ts'
import { usesSecret } from './uses-secret.ts'

/** Every kind of edge, one file each; another one is a file and a line here. */
const list: readonly EdgeKind[] = [
  memberOf,
  canAssume,
  authenticatesAs,
  canRead,
  canWrite,
  canExecute,
  canControl,
  hasGrant,
  holds,
  usesSecret,
  runsAs,
  contains,
  canCall,
  actsOn,
  canInstruct,
  connectsTo,
  escalatesTo,
  canMint,
  sameAs,
  appliesTo,
  owns,
  accountableFor,
  canHalt,
  approves,
  declares,
  exposedIn,
  delegated,
  used,
  relatesTo,
]

export const edgeKinds: ReadonlyMap<string, EdgeKind> = new Map(list.map((kind) => [kind.kind, kind]))
