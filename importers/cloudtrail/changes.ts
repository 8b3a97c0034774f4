import { accountOf } from '../../server/model/arn.ts'
import { allowed, type NodeClaim } from '../../server/model/facts.ts'
import { globalId } from '../../server/model/node-id.ts'
import type { Place } from '../importer.ts'
import { keyClaim, roleClaim, userClaim } from '../use/aws.ts'
import type { UseLog } from '../use/uses.ts'
import type { Event } from './shapes.ts'

/** What an event of IAM made or changed, beside being a use. */
export interface Change {
  readonly event: Event
  readonly who: NodeClaim
  readonly account: string
  readonly at: string
  readonly place: Place
  readonly log: UseLog
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const objectOf = (value: unknown) =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

/** A key that was made: it opens its user, whoever took it away with him. */
export function sawMint({ event, who, account, at, place, log }: Change): void {
  if (event.eventName !== 'CreateAccessKey') return
  const made = objectOf(event.responseElements?.['accessKey'])
  const [keyId, userName] = [textOf(made['accessKeyId']), textOf(made['userName'])]
  if (keyId === undefined) return
  const key = keyClaim(keyId, account, at)
  const uses = log.of(account)
  const user = userName === undefined ? who : userClaim(`arn:aws:iam::${account}:user/${userName}`)
  uses.use({ by: who, of: key, action: 'iam:CreateAccessKey' }, at, place)
  signedBy(log, key, user, account, at, place)
}

/** Which identity a key signs in as; whether it still does, other sources say. */
export function signedBy(
  log: UseLog,
  key: NodeClaim,
  user: NodeClaim,
  account: string,
  at: string,
  place: Place,
): void {
  const uses = log.of(account)
  uses.names(key, at, place)
  uses.names(user, at, place)
  uses.says(
    { kind: 'RELATES_TO', from: key.id, to: user.id, key: 'signs in', confidence: 'observed', ...allowed },
    place,
  )
}

/** Whom a trust policy that was set lets in; whether it still holds is for derive to say. */
export function sawTrust({ event, account, at, place, log }: Change): void {
  const { eventName, requestParameters: given } = event
  if (eventName !== 'UpdateAssumeRolePolicy' && eventName !== 'CreateRole') return
  const document = textOf(given?.[eventName === 'CreateRole' ? 'assumeRolePolicyDocument' : 'policyDocument'])
  const name = textOf(given?.['roleName'])
  if (document === undefined || name === undefined) return
  const made = textOf(objectOf(event.responseElements?.['role'])['arn'])
  const role = roleClaim(made ?? `arn:aws:iam::${account}:role/${name}`)
  const statements = statementsOf(document)
  if (statements === undefined) {
    log.leaves('set a trust policy that is not JSON')
    return
  }
  const uses = log.of(account)
  for (const statement of statements) {
    if (statement['Effect'] !== 'Allow' || !letsAssume(statement['Action'])) continue
    for (const principal of listOf(objectOf(statement['Principal'])['AWS'])) {
      const from = principalClaim(principal)
      if (!from) continue
      uses.names(role, at, place)
      uses.names(from, at, place)
      const properties = { setAt: at, asksForMore: statement['Condition'] !== undefined }
      const claim = { kind: 'RELATES_TO', from: from.id, to: role.id, key: `trust set ${at}`, properties } as const
      uses.says({ ...claim, confidence: 'observed', ...allowed }, place)
    }
  }
}

function statementsOf(document: string): readonly Record<string, unknown>[] | undefined {
  try {
    const text = document.startsWith('%7B') ? decodeURIComponent(document) : document
    return listOf<unknown>(objectOf(JSON.parse(text))['Statement']).map(objectOf)
  } catch {
    return undefined // what is wrong with it may quote it
  }
}

const listOf = <T = string>(value: unknown): readonly T[] =>
  value === undefined || value === null ? [] : ((Array.isArray(value) ? value : [value]) as T[])

const letsAssume = (actions: unknown) =>
  listOf(actions).some((action) => /^(?:\*|sts:\*|sts:AssumeRole)$/i.test(action))

function principalClaim(principal: unknown): NodeClaim | undefined {
  if (typeof principal !== 'string') return undefined
  const account = /^\d{12}$/.test(principal) ? principal : accountOf(principal)
  if (/:user\//.test(principal)) return userClaim(principal)
  if (/:role\//.test(principal)) return roleClaim(principal)
  if (account === undefined || !/^(?:\d{12}|arn:[^:]*:iam::\d{12}:root)$/.test(principal)) return undefined
  const id = globalId(principal.startsWith('arn:') ? principal : `arn:aws:iam::${account}:root`)
  const about = { provider: 'aws', account, stub: true, counts: false }
  return { id, kind: 'Group', type: 'account_root', name: `account root of ${account}`, ...about }
}
