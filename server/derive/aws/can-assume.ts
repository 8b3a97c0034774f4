import { awsService } from '../../model/node-id.ts'
import { type Basis, defineDerivation } from '../derivation.ts'
import { actorsOf } from './actors.ts'
import { emitHeld } from './answer.ts'
import { contextOf, type KeyState } from './context.ts'
import { deriveFederated, type Subjects, subjectsOf } from './federated.ts'
import { type AwsModel, modelOf, type Principal, trustingRoles } from './model.ts'
import { modelEdges, modelTypes } from './model-reads.ts'
import { type Trusted, trustedBy } from './named.ts'
import { basisOfTrust, emitOutside, emitOutsider, lets, type Trusting } from './outside.ts'
import { accountOutside, external, principalOutside, singledOutside, strangers } from './outsiders.ts'
import { type Decision, decisionOf } from './policy.ts'
import type { Statement } from './statement.ts'
import { mayAssume } from './trust.ts'
import { both, open } from './truth.ts'

export const awsCanAssume = defineDerivation({
  id: 'aws-can-assume',
  version: 16,
  adds: ['CAN_ASSUME'],
  says: 'A role’s trust policy says who may take it on; across accounts, and where only the account is named, the other side’s own policies must allow it too.',
  reads: {
    nodes: ['aws_policy'],
    also: [...modelTypes, 'account_root', 'aws_oidc_provider', 'aws_saml_provider'],
    edges: modelEdges,
  },
  derive(given, emit) {
    const model = modelOf(given)
    const callers = callersOf(model)
    const subjects = subjectsOf(model)
    for (const role of trustingRoles(model)) {
      for (const statement of role.trust?.policy.statements ?? []) {
        if (statement.effect === 'Allow') deriveStatement({ model, emit, role, statement, callers, subjects })
      }
    }
  },
})

interface Work extends Trusting {
  readonly callers: Callers
  readonly subjects: Subjects
}

/** Who holds any permission to assume roles, by account: only those are asked where a trust names the whole account. */
interface Callers {
  readonly byAccount: ReadonlyMap<string, readonly Principal[]>
  readonly rolesByName: ReadonlyMap<string, Principal>
  readonly byArn: ReadonlyMap<string, readonly Principal[]>
}

function callersOf(model: AwsModel): Callers {
  const all = [...model.principals.values()]
  const asking = actorsOf(model).filter(
    (it) => it.kind !== 'group' && it.identity.some(({ policy }) => policy.about('sts:assumerole').allows.length > 0),
  )
  const roles = all.filter(({ kind }) => kind === 'role')
  return {
    byAccount: Map.groupBy(asking, ({ account }) => account),
    byArn: Map.groupBy(actorsOf(model), ({ arn }) => arn),
    rolesByName: new Map(roles.map((role) => [`${role.account}/${role.name}`, role])),
  }
}

function deriveStatement(work: Work): void {
  const { statement } = work
  if (statement.onAction('sts:assumerole')) {
    if (statement.notPrincipals) deriveAnyone(work)
    else for (const stated of statement.principals) deriveTrusted(work, trustedBy(stated))
  }
  deriveFederated(work, work.subjects)
}

function deriveTrusted(work: Work, trusted: Trusted): void {
  const { role, callers, statement } = work
  if (trusted.who === 'principal') {
    const principals = callers.byArn.get(trusted.arn) ?? []
    for (const it of principals) emitAssume(work, it, mayAssume(it, role, statement, true))
    if (principals.length === 0) emitOutsider(work, principalOutside(work.model, trusted.arn))
  }
  if (trusted.who === 'session') deriveSession(work, trusted)
  if (trusted.who === 'anyone') deriveAnyone(work)
  if (trusted.who === 'service') deriveService(work, trusted.service)
  if (trusted.who !== 'account') return
  for (const caller of callers.byAccount.get(trusted.account) ?? []) {
    if (caller.id !== role.id) emitAssume(work, caller, mayAssume(caller, role, statement, false))
  }
  emitOutsider(work, accountOutside(work.model, trusted.account, trusted.partition))
}

function emitAssume(work: Work, from: Principal, decision: Decision): void {
  const { role, emit, statement } = work
  if (decision.truth === false || from.id === role.id) return
  emitHeld(emit, basisOf(from, role, decision), decision.truth, {
    kind: 'CAN_ASSUME',
    from: from.id,
    to: role.id,
    confidence: 'granted',
    key: statement.label,
    note: `The trust policy of ${role.name} lets it (statement ${statement.label}).`,
  })
}

function basisOf(from: Principal, role: Principal, { by }: Decision): Basis {
  const own = by.flatMap(({ attached }) => [attached.policy.node, ...attached.via])
  return [...new Set([from.node, role.node, ...basisOfTrust(role), ...own])]
}

function deriveService(work: Work, service: string): void {
  // A service presents its own source account and resource; whoever makes the workload there chooses them.
  const context = contextOf(
    new Map<string, KeyState>([
      ['aws:sourcearn', 'chosen'],
      ['aws:sourceaccount', 'chosen'],
    ]),
  )
  emitOutside(
    work,
    external(awsService(service), service),
    lets(work, { context }, (it) => it.kind === 'Service' && it.value === service),
  )
}

/**
 * One session of a role. What holds the role has the name that whoever took it on gave it, which no export tells; who
 * takes it on chooses the name, and so reaches the target for sure.
 */
function deriveSession(work: Work, { account, role: name, session }: Extract<Trusted, { who: 'session' }>): void {
  const { callers, statement, role, emit } = work
  const from = callers.rolesByName.get(`${account}/${name}`)
  if (from === undefined) {
    emitOutsider(work, principalOutside(work.model, `arn:aws:iam::${account}:role/${name}`))
    return
  }
  const named = mayAssume(from, role, statement, true)
  if (named.truth === false) return
  const isCalled = open(`whether the session of ${name} is called ${session}`)
  emitAssume(work, from, decisionOf(both([named.truth, isCalled]), ...named.by))
  for (const { caller, taken } of takersOf(work, from, session)) {
    const decision = decisionOf(both([taken.truth, named.truth]), ...taken.by, ...named.by)
    if (decision.truth === false || caller.id === role.id) continue
    emitHeld(emit, [...new Set([...basisOf(caller, role, decision), ...basisOfTrust(from)])], decision.truth, {
      kind: 'CAN_ASSUME',
      from: caller.id,
      to: role.id,
      confidence: 'granted',
      key: `${statement.label} as ${session} of ${name}`,
      note: `It takes on ${name} under the session name ${session}, which the trust policy of ${role.name} lets in (statement ${statement.label}).`,
    })
  }
}

/** Who may take on the role under this session name. */
function* takersOf(work: Work, role: Principal, session: string) {
  for (const statement of role.trust?.policy.statements ?? []) {
    if (statement.effect !== 'Allow' || !statement.onAction('sts:assumerole')) continue
    for (const [caller, byName] of callersIn(work, role, statement)) {
      const taken = mayAssume(caller, role, statement, byName, session)
      if (taken.truth !== false) yield { caller, taken }
    }
  }
}

function callersIn(work: Work, role: Principal, statement: Statement): readonly (readonly [Principal, boolean])[] {
  const { byArn, byAccount } = work.callers
  const each = (principals: readonly Principal[], byName: boolean) => principals.map((it) => [it, byName] as const)
  if (statement.notPrincipals) return each(anyoneIn(work, role, statement), true)
  return statement.principals.map(trustedBy).flatMap((it) => {
    if (it.who === 'principal') return each(byArn.get(it.arn) ?? [], true)
    if (it.who === 'account') return each(byAccount.get(it.account) ?? [], false)
    return it.who === 'anyone' ? each(anyoneIn(work, role, statement), true) : []
  })
}

/** Anyone at all: every principal of the same account by the trust alone, others where their own policies allow it. */
function deriveAnyone(work: Work): void {
  const { model, role, statement } = work
  for (const outsider of [strangers, ...singledOutside(model, statement)]) emitOutsider(work, outsider)
  for (const it of anyoneIn(work, role, statement)) emitAssume(work, it, mayAssume(it, role, statement, true))
}

function anyoneIn({ model, callers }: Work, role: Principal, statement: Statement): readonly Principal[] {
  const excepted = new Set(statement.notPrincipals ? statement.principals.map(({ value }) => value) : [])
  const near = actorsOf(model).filter(({ kind, account }) => kind !== 'group' && account === role.account)
  const far = [...callers.byAccount.values()].flat().filter(({ account }) => account !== role.account)
  return [...near, ...far].filter(({ arn }) => !excepted.has(arn))
}
