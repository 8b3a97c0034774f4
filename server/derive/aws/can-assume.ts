import { accountOf, nameInArn } from '../../model/arn.ts'
import type { EdgeClaim, NodeClaim } from '../../model/facts.ts'
import { anyone, awsService, federatedSubject, gate, globalId, type NodeId } from '../../model/node-id.ts'
import { type Basis, type DeriveEmit, defineDerivation } from '../derivation.ts'
import { actorsOf } from './actors.ts'
import { emitHeld } from './answer.ts'
import { choosingTruth } from './choices.ts'
import { holds } from './condition.ts'
import { type Context, contextOf, type KeyState, one } from './context.ts'
import { type AwsModel, modelOf, type Principal } from './model.ts'
import { modelEdges, modelTypes } from './model-reads.ts'
import { type Trusted, trustedBy } from './named.ts'
import type { Decision } from './policy.ts'
import type { Statement } from './statement.ts'
import { labelled, mayAssume } from './trust.ts'
import { both, open, type Truth } from './truth.ts'

export const awsCanAssume = defineDerivation({
  id: 'aws-can-assume',
  version: 4,
  adds: ['CAN_ASSUME'],
  says: 'A role’s trust policy says who may take it on; across accounts, and where only the account is named, the other side’s own policies must allow it too.',
  reads: {
    nodes: ['aws_policy'],
    also: [...modelTypes, 'account_root'],
    edges: modelEdges,
  },
  derive(given, emit) {
    const model = modelOf(given)
    const callers = callersOf(model)
    for (const role of model.principals.values()) {
      if (role.kind !== 'role' || role.trust === undefined) continue
      for (const statement of role.trust.policy.statements ?? []) {
        if (statement.effect === 'Allow') deriveStatement({ model, emit, role, statement, callers })
      }
    }
  },
})

interface Work {
  readonly model: AwsModel
  readonly emit: DeriveEmit
  readonly role: Principal
  readonly statement: Statement
  readonly callers: Callers
}

/** Who holds any permission to assume roles, by account: only those are asked where a trust names the whole account. */
interface Callers {
  readonly byAccount: ReadonlyMap<string, readonly Principal[]>
  readonly rolesByName: ReadonlyMap<string, Principal>
  readonly byArn: ReadonlyMap<string, Principal>
}

function callersOf(model: AwsModel): Callers {
  const all = [...model.principals.values()]
  const asking = actorsOf(model).filter(
    (it) => it.kind !== 'group' && it.identity.some(({ policy }) => policy.about('sts:assumerole').allows.length > 0),
  )
  const roles = all.filter(({ kind }) => kind === 'role')
  return {
    byAccount: Map.groupBy(asking, ({ account }) => account),
    byArn: new Map(all.map((it) => [it.arn, it])),
    rolesByName: new Map(roles.map((role) => [`${role.account}/${role.name}`, role])),
  }
}

function deriveStatement(work: Work): void {
  const { statement, role } = work
  if (statement.onAction('sts:assumerole')) {
    if (statement.notPrincipals) deriveAnyone(work)
    else for (const stated of statement.principals) deriveTrusted(work, trustedBy(stated))
  }
  const federated = ['sts:assumerolewithwebidentity', 'sts:assumerolewithsaml'].some((it) => statement.onAction(it))
  if (!federated || statement.notPrincipals) return
  for (const { kind, value } of statement.principals) if (kind === 'Federated') deriveFederated(work, role, value)
}

function deriveTrusted(work: Work, trusted: Trusted): void {
  const { role, callers, statement } = work
  if (trusted.who === 'principal') {
    const principal = callers.byArn.get(trusted.arn)
    if (principal !== undefined) emitAssume(work, principal, mayAssume(principal, role, statement, true))
    else deriveUnseen(work, trusted.arn)
  }
  if (trusted.who === 'session') deriveSession(work, trusted)
  if (trusted.who === 'anyone') deriveAnyone(work)
  if (trusted.who === 'service') deriveService(work, trusted.service)
  if (trusted.who !== 'account') return
  for (const caller of callers.byAccount.get(trusted.account) ?? []) {
    if (caller !== role) emitAssume(work, caller, mayAssume(caller, role, statement, false))
  }
  const id = globalId(`arn:${trusted.partition}:iam::${trusted.account}:root`)
  const common = { provider: 'aws', account: trusted.account, stub: true }
  const name = `account root of ${trusted.account}`
  emitOutside(
    work,
    { id, kind: 'Group', type: 'account_root', name, ...common },
    met(work, accountContext(trusted.account)),
  )
}

const met = ({ statement }: Work, asked: Context): Truth =>
  choosingTruth(asked, (context) => holds(statement.conditions, context, true))

const accountContext = (account: string): Context =>
  contextOf(
    new Map<string, KeyState>([
      ['aws:principalaccount', one(account)],
      ['aws:currenttime', 'now'],
      ['aws:epochtime', 'now'],
    ]),
  )

function emitAssume(work: Work, from: Principal, decision: Decision, more: Pick<EdgeClaim, 'gates'> = {}): void {
  const { role, emit, statement } = work
  if (decision.truth === false || from.id === role.id) return
  const own = decision.by.flatMap(({ attached }) => [attached.policy.node, ...attached.via])
  emitHeld(emit, [...new Set([from.node, role.node, ...basisOf(role), ...own])], decision.truth, {
    kind: 'CAN_ASSUME',
    from: from.id,
    to: role.id,
    confidence: 'granted',
    key: statement.label,
    note: `The trust policy of ${role.name} lets it (statement ${statement.label}).`,
    ...more,
  })
}

const basisOf = ({ trust }: Principal): Basis => (trust === undefined ? [] : [trust.policy.node, ...trust.via])

/** Someone or something outside the imported accounts. */
function emitOutside(work: Work, node: NodeClaim, truth: Truth, missing?: string): void {
  const { role, emit, statement, model } = work
  if (truth === false) return
  if (model.given.node(node.id) === undefined || node.stub) emit.node([role.node, ...basisOf(role)], node)
  const whole = both([labelled(truth, role), missing === undefined ? true : open(missing)])
  emitHeld(emit, [role.node, ...basisOf(role)], whole, {
    kind: 'CAN_ASSUME',
    from: node.id,
    to: role.id,
    confidence: 'granted',
    key: statement.label,
    note: `The trust policy of ${role.name} names it (statement ${statement.label}).`,
  })
}

const external = (id: NodeId, name: string, more: Partial<NodeClaim> = {}): NodeClaim => ({
  id,
  kind: 'Identity',
  type: 'external',
  name,
  provider: 'aws',
  counts: false,
  stub: true,
  ...more,
})

function deriveUnseen(work: Work, arn: string): void {
  const account = accountOf(arn)
  const missing = `the policies of ${arn}: import the authorization details of account ${account ?? 'it belongs to'}`
  const truth = met(work, accountContext(account ?? ''))
  emitOutside(work, external(globalId(arn), nameInArn(arn), { account }), truth, missing)
}

function deriveService(work: Work, service: string): void {
  // A service presents its own source account and resource; whoever makes the workload there chooses them.
  const context = contextOf(
    new Map<string, KeyState>([
      ['aws:sourcearn', 'chosen'],
      ['aws:sourceaccount', 'chosen'],
    ]),
  )
  emitOutside(work, external(awsService(service), service), met(work, context))
}

/** One session of a role: whoever holds the role needs that session name, so the name is a gate. */
function deriveSession(work: Work, { account, role, session }: Extract<Trusted, { who: 'session' }>): void {
  const { callers, emit, statement } = work
  const from = callers.rolesByName.get(`${account}/${role}`)
  if (from === undefined) {
    deriveUnseen(work, `arn:aws:iam::${account}:role/${role}`)
    return
  }
  const id = gate(`aws:${account}`, `session ${session} of ${role}`)
  emit.node([work.role.node, ...basisOf(work.role)], {
    id,
    kind: 'Gate',
    type: 'condition',
    name: `session ${session} of ${role}`,
  })
  emitAssume(work, from, mayAssume(from, work.role, statement, true), { gates: [id] })
}

/** Anyone at all: every principal of the same account by the trust alone, others where their own policies allow it. */
function deriveAnyone(work: Work): void {
  const { model, role, statement, callers } = work
  const outside = met(work, accountContext(''))
  const excepted = new Set(statement.notPrincipals ? statement.principals.map(({ value }) => value) : [])
  emitOutside(work, external(anyone, 'anyone with an AWS account'), outside)
  const near = (model.byAccount.get(role.account) ?? []).filter(({ kind }) => kind !== 'group')
  const far = [...callers.byAccount.values()].flat().filter(({ account }) => account !== role.account)
  for (const principal of [...near, ...far]) {
    if (!excepted.has(principal.arn)) emitAssume(work, principal, mayAssume(principal, role, statement, true))
  }
}

/** An outside issuer vouches for a subject; the subject the trust asks for is what comes in. */
function deriveFederated(work: Work, role: Principal, provider: string): void {
  const { statement, emit } = work
  const issuer = provider.includes('provider/')
    ? provider.slice(provider.indexOf('provider/') + 'provider/'.length)
    : provider
  const claim = (key: string) =>
    key.toLowerCase().startsWith(`${issuer.toLowerCase()}:`) || key.toLowerCase().startsWith('saml:')
  const subjects = statement.conditions
    .filter(({ key }) => key.toLowerCase() === `${issuer.toLowerCase()}:sub`)
    .flatMap(({ values }) => values)
  const rest = statement.conditions.filter(({ key }) => !claim(key))
  const claims = statement.conditions.filter(({ key }) => claim(key) && !/:(sub|aud)$/i.test(key))
  const truth = choosingTruth(contextOf(new Map()), (context) => holds(rest, context, true))
  const others =
    claims.length === 0
      ? undefined
      : `whether the token carries ${[...new Set(claims.map(({ key }) => key))].join(' and ')} as the trust asks`
  for (const subject of subjects.length === 0 ? ['*'] : subjects) {
    const name = subject === '*' ? `any identity of ${issuer}` : `${subject} at ${issuer}`
    const id = federatedSubject(issuer, subject)
    const properties = { issuer, subject }
    emitOutside({ ...work, emit, role }, { ...external(id, name), provider: 'federated', properties }, truth, others)
  }
}
