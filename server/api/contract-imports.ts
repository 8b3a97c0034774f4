import { type Static, Type } from 'typebox'
import type { Receipt } from '../intake/receipt.ts'
import { Problem } from './problem.ts'

const Counts = Type.Object({
  read: Type.Integer(),
  stored: Type.Integer(),
  merged: Type.Integer(),
  rejected: Type.Integer(),
})
const FactCounts = Type.Object({ nodes: Type.Integer(), edges: Type.Integer() })
const ByKind = Type.Record(Type.String(), Type.Integer())
const At = { file: Type.String(), pointer: Type.String() }

export const CoverageGap = Type.Object({
  missing: Type.String({ description: 'What was not seen, in a sentence' }),
  settledBy: Type.Optional(Type.String({ description: 'The command or source that would tell' })),
})

export const ScopeChange = Type.Object({
  scope: Type.String(),
  added: FactCounts,
  removed: FactCounts,
  unchanged: FactCounts,
  removedByKind: ByKind,
  keptByKind: ByKind,
})

/** What ended with a scope that was forgotten. */
export const Forgotten = Type.Object({
  revision: Type.Integer({ description: 'The first revision without it' }),
  changes: Type.Array(ScopeChange),
})

const ReceiptShape = Type.Object({
  source: Type.String(),
  revision: Type.Integer(),
  changed: Type.Boolean(),
  dryRun: Type.Boolean(),
  files: Type.Array(
    Type.Object({
      name: Type.String(),
      sha256: Type.String(),
      bytes: Type.Integer(),
      source: Type.String(),
      records: Counts,
    }),
  ),
  records: Counts,
  facts: Type.Object({
    nodes: Type.Integer(),
    edges: Type.Integer(),
    derived: Type.Integer({
      description: 'How many facts follow from all that is in the store, not from this import alone',
    }),
  }),
  scopes: Type.Array(ScopeChange),
  rejections: Type.Array(Type.Object({ ...At, code: Type.String(), message: Type.String() })),
  rejectionsByCode: ByKind,
  skipped: Type.Array(Type.Object({ ...At, reason: Type.String() })),
  skippedTotal: Type.Integer(),
  unknownFields: ByKind,
  coverage: Type.Array(CoverageGap),
})

export const ImportState = Type.Enum(
  ['queued', 'staging', 'ready', 'current', 'needs_confirmation', 'failed', 'cancelled'],
  {
    description:
      'queued and staging: not done; ready: a dry run ended; current: the facts are in; the others changed nothing',
  },
)

export const ImportJob = Type.Object({
  id: Type.String(),
  state: ImportState,
  source: Type.String(),
  scope: Type.Optional(Type.String()),
  dryRun: Type.Optional(Type.Boolean()),
  confirm: Type.Optional(Type.Boolean()),
  files: Type.Array(Type.Object({ name: Type.String(), bytes: Type.Integer(), sha256: Type.String() })),
  createdAt: Type.String(),
  runner: Type.String({ description: 'The installation that took it' }),
  startedAt: Type.Optional(Type.String()),
  finishedAt: Type.Optional(Type.String()),
  receipt: Type.Optional(Type.Unsafe<Receipt>(ReceiptShape)),
  problem: Type.Optional(Problem),
})
export type ImportJob = Static<typeof ImportJob>

export const ImportOrder = Type.Object(
  {
    source: Type.Optional(
      Type.String({ maxLength: 64, description: 'A source name, or `auto`, which is the default' }),
    ),
    scope: Type.Optional(
      Type.String({ minLength: 1, maxLength: 500, description: 'Names what the file itself does not' }),
    ),
    dryRun: Type.Optional(Type.Boolean({ description: 'Tell what would change, and change nothing' })),
    confirm: Type.Optional(Type.Boolean({ description: 'Go on although much of a scope would be gone' })),
    name: Type.Optional(Type.String({ maxLength: 1_000, description: 'The name of a file sent as the bare body' })),
  },
  { additionalProperties: false },
)
export type ImportOrder = Static<typeof ImportOrder>
