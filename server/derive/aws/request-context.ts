import { accountOf, nameInArn, parseArn } from '../../model/arn.ts'
import { type Context, contextOf, type KeyState, one } from './context.ts'
import { launchParameter } from './launch-parameters.ts'
import type { Principal } from './model.ts'
import { isNeverSent } from './service-reference.ts'
import type { StatedPrincipal } from './statement.ts'
import { stateOf } from './tags.ts'
import type { Truth } from './truth.ts'

export interface Question {
  /** As AWS writes it, `iam:PassRole`. */
  readonly action: string
  readonly resource: string
  readonly context?: ReadonlyMap<string, KeyState> | undefined
}

const contexts = new WeakMap<Principal, Context>()

/** What AWS itself fills in about who asks; the same for all of a principal's questions. */
function contextOfPrincipal(principal: Principal): Context {
  const known = contexts.get(principal)
  if (known !== undefined) return known
  const context = aboutPrincipal(principal)
  contexts.set(principal, context)
  return context
}

function aboutPrincipal(principal: Principal): Context {
  const { arn, kind, name, account, around, node } = principal
  const organization = around.organization(account)
  const path = around.organizationPath(account)
  // A user's long-lived key carries no token; GetSessionToken, which needs no permission, gives one issued just now.
  const issued: KeyState =
    kind === 'role'
      ? 'now'
      : {
          oneOf: ['absent', 'now'],
          settledBy: 'whether the request is signed by a long-lived key or in a session (aws:TokenIssueTime)',
        }
  return contextOf(
    new Map<string, KeyState>([
      ['aws:principalarn', one(arn)],
      ['aws:principalaccount', one(account)],
      ['aws:principalorgid', organization === undefined ? 'unknown' : one(organization)],
      ['aws:principaltype', one(kind === 'role' ? 'AssumedRole' : 'User')],
      ['aws:username', kind === 'user' ? one(name) : kind === 'role' ? 'absent' : 'unknown'],
      ['aws:currenttime', 'now'],
      ['aws:epochtime', 'now'],
      ['aws:tokenissuetime', issued],
      ['aws:userid', userIdOf(kind, node.properties?.['uniqueId'])],
      ['aws:principalorgpaths', path === undefined ? 'unknown' : one(path)],
      ['kms:calleraccount', one(account)],
      ...(isTakenByMachines(principal) ? WITHOUT_MFA : []),
      ...OF_SERVICES.map((key): [string, KeyState] => [key, 'absent']),
      ['aws:viaawsservice', one('false')],
      ['aws:principalisawsservice', one('false')],
    ]),
  )
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html: only AWS's services send these. */
export const OF_SERVICES = [
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:principalservicename',
  'aws:principalservicenameslist',
]

/** Nobody who takes the role on can have shown a second factor: its trust lets in services and outside issuers alone. */
const isTakenByMachines = ({ trust }: Principal): boolean => {
  const statements = trust?.policy.statements?.filter(({ effect }) => effect === 'Allow') ?? []
  const isMachine = ({ kind }: StatedPrincipal) => kind === 'Service' || kind === 'Federated'
  return statements.length > 0 && statements.every((it) => !it.notPrincipals && it.principals.every(isMachine))
}
const WITHOUT_MFA: readonly (readonly [string, KeyState])[] = [
  ['aws:multifactorauthpresent', { oneOf: ['absent', one('false')], settledBy: 'whether its sessions tell of no MFA' }],
  ['aws:multifactorauthage', 'absent'],
]

/** A role's session adds its name, which whoever takes on the role gave it. */
function userIdOf(kind: Principal['kind'], uniqueId: unknown): KeyState {
  if (typeof uniqueId !== 'string' || kind === 'group') return 'unknown'
  return kind === 'user' ? one(uniqueId) : { like: `${uniqueId}:*` }
}

/** Whether the principal may give a user or role, itself included, a tag of this key, and whether any value that it likes. */
export type MayTag = (arn: string, key: string) => { readonly some: Truth; readonly anyValue: Truth }

/** Most statements have no condition, so what the question adds is put together only when one asks. */
export function contextOfQuestion(question: Question, principal: Principal, mayTag: MayTag): Context {
  const { action, resource, context } = question
  let whole: Context | undefined
  return {
    key(name) {
      const isStated = context?.has(name.toLowerCase()) === true
      if (!isStated && isNeverSent(action, name)) return 'absent'
      const launched = isStated ? undefined : launchParameter(action, resource, name)
      if (launched !== undefined) return launched
      const [, of, key] = TAG.exec(name.toLowerCase()) ?? []
      if (key !== undefined && !isStated) {
        return of === 'aws:principal'
          ? principalTag(principal, key, mayTag)
          : resourceTag(principal, resource, key, mayTag)
      }
      whole ??= contextOf(aboutQuestion(question, principal), contextOfPrincipal(principal))
      return whole.key(name)
    },
    // A tag that is there is written anew, and not taken away.
    isSent(name) {
      const [, of, key] = TAG.exec(name.toLowerCase()) ?? []
      if (key === undefined) return false
      const tags = of === 'aws:principal' ? principal.tags : principal.around.tags(resource)
      return tags?.has(key) === true
    },
  }
}

/** Services repeat `aws:ResourceTag` under their own prefix. */
const TAG = /^(aws:principal|[a-z0-9-]+:resource)tag\/(.+)$/s

function principalTag({ kind, name, arn, tags, trust }: Principal, key: string, mayTag: MayTag): KeyState {
  if (kind === 'group') return 'unknown'
  const own = stateOf(tags, key)
  const isTagged = trust !== undefined && trust.policy.about('sts:tagsession').allows.length > 0
  if (isTagged) return perhapsChosen(own, `whether a session of ${name} was given the tag ${key}`)
  return tagged(own, mayTag(arn, key), `whether ${name} first gives itself the tag ${key}`)
}

function resourceTag(principal: Principal, resource: string, key: string, mayTag: MayTag): KeyState {
  const stated = stateOf(principal.around.tags(resource), key)
  if (stated === 'unknown') return stated
  return tagged(
    stated,
    mayTag(resource, key),
    `whether ${principal.name} first gives ${nameInArn(resource)} the tag ${key}`,
  )
}

/** Writing the tag first is a step like any other; which of its values are allowed is not worked out. */
const tagged = (state: KeyState, { some, anyValue }: ReturnType<MayTag>, settledBy: string): KeyState =>
  some === false ? state : anyValue === true ? 'chosen' : perhapsChosen(state, settledBy)
const perhapsChosen = (state: KeyState, settledBy: string): KeyState => ({ oneOf: [state, 'chosen'], settledBy })

/** These answer from one region of a partition; passing a role is asked where it is passed. */
const GLOBAL = /^(iam|organizations|cloudfront|route53|support):(?!passrole$)/i
const HOME_REGION: ReadonlyMap<string, string> = new Map([
  ['aws', 'us-east-1'],
  ['aws-us-gov', 'us-gov-west-1'],
  ['aws-cn', 'cn-north-1'],
])

function aboutQuestion(
  { action, resource, context }: Question,
  { around, partition }: Principal,
): ReadonlyMap<string, KeyState> {
  const arn = parseArn(resource)
  const known = new Map<string, KeyState>(context)
  const account = around.onResource(resource)?.owner ?? accountOf(resource)
  const organization = account === undefined ? undefined : around.organization(account)
  if (account !== undefined) {
    for (const key of ['aws:resourceaccount', 's3:resourceaccount']) known.set(key, one(account))
    const path = around.organizationPath(account)
    if (path !== undefined) known.set('aws:resourceorgpaths', one(path))
  }
  if (organization !== undefined) known.set('aws:resourceorgid', one(organization))
  if (arn !== undefined && arn.region !== '' && arn.region !== '*' && !known.has('aws:requestedregion'))
    known.set('aws:requestedregion', one(arn.region))
  const home = HOME_REGION.get(partition)
  if (GLOBAL.test(action) && home !== undefined) known.set('aws:requestedregion', one(home))
  return known
}
