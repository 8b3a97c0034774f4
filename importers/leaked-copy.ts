import type { NodeClaim } from '../server/model/facts.ts'
import { allowed } from '../server/model/facts.ts'
import type { SecretType } from '../server/model/kinds.ts'
import {
  gitRepository,
  globalId,
  location,
  type NodeId,
  secret,
  secretAt,
  secretByFingerprint,
} from '../server/model/node-id.ts'
import { isRedacted, repositoryOf } from '../server/model/secret-text.ts'
import type { Run, ScopedEmit } from './importer.ts'
import { endingOfValue } from './token-ending.ts'

/** A copy of a credential that a scanner found: what every scanner says, each in its own words. */
export interface LeakedCopy {
  /** The scanner's rule or detector. */
  readonly rule: string
  readonly type: SecretType
  /** Used for the fingerprint and for nothing else. */
  readonly value: string | undefined
  /** The secret half alone, where `value` is a pair. */
  readonly half?: string | undefined
  /** The issuer's own id of it. */
  readonly nativeId?: readonly [issuer: string, id: string] | undefined
  /** `git`, `s3`, `filesystem` …, and in it the place (repository, bucket) and the path. */
  readonly system: string
  readonly place: string
  readonly path: string
  /** Tells secrets without id and fingerprint apart within one place. */
  readonly line: number | undefined
  readonly properties: NonNullable<NodeClaim['properties']>
}

/** States the secret, the place and what holds the place; answers the secret's id. */
export function emitLeakedCopy(emit: ScopedEmit, run: Run, copy: LeakedCopy): NodeId {
  const { rule, value, nativeId } = copy
  const path = value && value.length >= 8 ? copy.path.replaceAll(value, '…') : copy.path
  const known = value !== undefined && value !== '' && !isRedacted(value)
  const fingerprints = [known ? value : undefined, copy.half].flatMap((text) => (text && run.fingerprint(text)) || [])
  const whole = wholeOf(copy)
  const at = location(copy.system, whole?.place ?? copy.place, path)
  const id = nativeId
    ? secret(...nativeId)
    : fingerprints[0]
      ? secretByFingerprint(fingerprints[0])
      : secretAt(at, copy.line === undefined ? rule : `${rule}:${copy.line}`)
  emit.node({
    id,
    kind: 'Secret',
    type: copy.type,
    name: nativeId ? `${rule} ${nativeId[1]}` : `${rule} in ${path}`,
    provider: nativeId?.[0],
    aliases: fingerprints.map((fingerprint) => `fingerprint:${fingerprint}`),
    properties: { ...copy.properties, ...endingOfValue(run, value) },
  })
  emit.node({
    id: at,
    kind: 'Location',
    type: copy.system === 'git' ? 'repo_file' : `${copy.system}_file`,
    name: whole ? `${whole.node.name}/${path}` : path,
  })
  emit.edge({ kind: 'HOLDS', from: at, to: id, confidence: 'observed', ...allowed })
  emit.edge({ kind: 'EXPOSED_IN', from: id, to: at, confidence: 'observed', ...allowed })
  if (whole) {
    emit.node(whole.node)
    emit.edge({ kind: 'CONTAINS', key: 'part', from: whole.node.id, to: at, confidence: 'observed', ...allowed })
  }
  return id
}

/** What is read as a whole where the copy lies: whoever reads the repository or bucket reads the secret. */
function wholeOf({ system, place }: LeakedCopy): { readonly place: string; readonly node: NodeClaim } | undefined {
  if (system === 's3') {
    const id = globalId(`arn:aws:s3:::${place}`)
    return { place, node: { id, kind: 'Resource', type: 'aws_s3_bucket', name: place, stub: true } }
  }
  const repository = system === 'git' ? repositoryOf(place) : undefined
  if (!repository) return
  const { host, fullName } = repository
  const onGitHub = host === 'github.com'
  return {
    place: `${host}/${onGitHub ? fullName.toLowerCase() : fullName}`,
    node: {
      id: gitRepository(host, fullName),
      kind: 'Resource',
      type: onGitHub ? 'github_repository' : 'git_repository',
      name: onGitHub ? fullName : `${host}/${fullName}`,
      provider: onGitHub ? 'github' : 'git',
      aliases: [`repository:${host}/${fullName.toLowerCase()}`],
    },
  }
}
