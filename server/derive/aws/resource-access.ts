import { accountOf } from '../../model/arn.ts'
import { capabilities } from '../../model/capabilities.ts'
import type { NodeClaim } from '../../model/facts.ts'
import { type DeriveEmit, defineDerivation } from '../derivation.ts'
import { edgeOf } from './access-facts.ts'
import { actorsOf } from './actors.ts'
import { type Answer, answerOf, basisOf, becauseOf, best, emitHeld, lazily } from './answer.ts'
import { choosingTruth } from './choices.ts'
import { holds } from './condition.ts'
import { decide } from './evaluate.ts'
import { onStatement, type Request, resourceControlSpares } from './guards.ts'
import { type AwsModel, modelOf, type Principal } from './model.ts'
import { modelEdges, modelTypes } from './model-reads.ts'
import { type Trusted, trustedBy } from './named.ts'
import { accountOutside, isAnyone, type Outsider, principalOutside, singledOutside, strangers } from './outsiders.ts'
import type { Attached } from './policy.ts'
import { type ResourceKind, resourceKinds } from './resource-kinds.ts'
import type { Statement } from './statement.ts'
import type { ResourcePolicy } from './surroundings.ts'
import { both, either, not, open, type Truth } from './truth.ts'

export const awsResourceAccess = defineDerivation({
  id: 'aws-resource-access',
  version: 13,
  adds: ['CAN_READ', 'CAN_WRITE', 'CAN_EXECUTE', 'CAN_CONTROL'],
  says: 'A policy on a resource lets those it names use it; those of other accounts need their own account’s word too.',
  reads: { nodes: ['aws_policy'], also: modelTypes, edges: modelEdges },
  derive(given, emit) {
    const model = modelOf(given)
    const byArn = Map.groupBy(actorsOf(model), ({ arn }) => arn)
    for (const policied of model.around.resourcePolicies) {
      const kind = resourceKinds.find(
        ({ type, whole }) => type === policied.resource.type || whole.test(policied.resource.id),
      )
      if (kind !== undefined) deriveResource({ model, byArn, policied, kind, emit })
    }
  },
})

interface Work {
  readonly model: AwsModel
  readonly byArn: ReadonlyMap<string, readonly Principal[]>
  readonly policied: ResourcePolicy
  readonly kind: ResourceKind
  readonly emit: DeriveEmit
}

function deriveResource(work: Work): void {
  const { policied, kind, emit } = work
  const { resource, policies } = policied
  for (const capability of capabilities) {
    const requests = (kind.deeds[capability] ?? []).map(([action, below = '']) => ({
      action,
      resource: resource.id + below,
    }))
    const allows = policies.flatMap((attached) =>
      requests.flatMap(({ action }) =>
        attached.policy.about(action.toLowerCase()).allows.map((statement) => ({ attached, statement })),
      ),
    )
    if (allows.length === 0) continue
    const statements = [...new Set(allows.map(({ statement }) => statement))]
    for (const principal of new Set(statements.flatMap((it) => known(work, it, requests)))) {
      const answer = best(lazily(requests, (it) => answerOf(decide({ principal }, it), it.action, it.resource)))
      if (answer.truth !== false) say(emit, principal, edgeOf[capability], resource.id, answer)
    }
    for (const outsider of outsiders(work, statements)) {
      const said = policies.map((attached) => outsideSays(work, attached, outsider, requests))
      sayOutside(work, outsider, edgeOf[capability], said)
    }
  }
}

type Asks = readonly { readonly action: string; readonly resource: string }[]

/** Principals of imported accounts that the statement may mean. */
function known({ byArn, model, policied }: Work, statement: Statement, requests: Asks): readonly Principal[] {
  const mightAsk = ({ identity, kind }: Principal) =>
    kind !== 'group' &&
    requests.some(({ action }) => identity.some(({ policy }) => policy.about(action.toLowerCase()).allows.length > 0))
  const isPersonal = statement.conditions.some(({ key }) => /^aws:(principal|user)/i.test(key))
  return statement.principals.map(trustedBy).flatMap((it) => {
    if (it.who === 'principal') return byArn.get(it.arn) ?? []
    if (it.who === 'session')
      return actorsOf(model).filter((p) => p.account === it.account && p.kind === 'role' && p.name === it.role)
    if (it.who === 'account' && it.account !== policied.owner) {
      return actorsOf(model).filter((p) => p.account === it.account && mightAsk(p))
    }
    // Anyone at all is one outside identity; a condition on who asks may single out some.
    return it.who === 'anyone' && isPersonal ? actorsOf(model).filter(({ kind }) => kind !== 'group') : []
  })
}

function say(emit: DeriveEmit, from: Principal, kind: string, to: NodeClaim['id'], answer: Answer): void {
  const [first] = answer.by
  emitHeld(emit, basisOf(from.node, answer), answer.truth, {
    kind,
    from: from.id,
    to,
    confidence: 'granted',
    key: first === undefined ? undefined : `${first.attached.policy.node.name}/${first.statement.label}`,
    note: `It holds ${becauseOf(answer)}.`,
  })
}

function outsiders({ model, byArn, policied }: Work, statements: readonly Statement[]): readonly Outsider[] {
  const found = statements.flatMap((statement) => {
    const { principals, notPrincipals } = statement
    const named = notPrincipals
      ? [strangers]
      : principals.flatMap((it) => outsiderOf(trustedBy(it), model, byArn, policied))
    return named.includes(strangers) ? [...named, ...singledOutside(model, statement)] : named
  })
  return [...new Map(found.map((it) => [it.node.id, it])).values()]
}

function outsiderOf(
  it: Trusted,
  model: AwsModel,
  byArn: Work['byArn'],
  { owner }: ResourcePolicy,
): readonly Outsider[] {
  if (it.who === 'anyone') return [strangers]
  if (it.who === 'account' && it.account !== owner) return [accountOutside(model, it.account, it.partition)]
  if (it.who !== 'principal' || byArn.has(it.arn)) return []
  const { missing, ...outsider } = principalOutside(model, it.arn)
  // In the resource's own account its word suffices.
  return [accountOf(it.arn) === owner || missing === undefined ? outsider : { ...outsider, missing }]
}

/** What one policy on the resource says to an outsider, its denies included. */
function outsideSays(
  { model }: Work,
  { policy }: Attached,
  { caller: { context, conditions = [] }, means, missing }: Outsider,
  requests: Asks,
): Truth {
  const truths = requests.map(({ action, resource }) => {
    const { allows, denies } = policy.about(action.toLowerCase())
    const meant = (it: Statement) =>
      it.principals.some((stated) => means(stated) || isAnyone(stated)) !== it.notPrincipals
    const named = (it: Statement) =>
      it.notPrincipals || it.principals.some((stated) => means(stated) || isAnyone(stated))
    return choosingTruth(context, (tried) => {
      const request: Request = { action: action.toLowerCase(), resource, context: tried }
      return both([
        holds(conditions, tried, true),
        either(allows.filter(named).map((it) => onStatement(policy, it, request))),
        not(either(denies.filter(meant).map((it) => onStatement(policy, it, request)))),
        resourceControlSpares(model.around, request),
      ])
    })
  })
  return both([either(truths), missing === undefined ? true : open(missing)])
}

function sayOutside({ emit, policied }: Work, { node }: Outsider, kind: string, said: readonly Truth[]): void {
  const truth = either(said)
  if (truth === false) return
  const basis = [policied.resource, ...policied.policies.flatMap(({ policy, via }) => [policy.node, ...via])]
  emit.node(basis, node)
  const name = policied.resource.name
  emitHeld(emit, basis, truth, {
    kind,
    from: node.id,
    to: policied.resource.id,
    confidence: 'granted',
    key: 'resource policy',
    note: `The policy on ${name} lets it.`,
  })
}
