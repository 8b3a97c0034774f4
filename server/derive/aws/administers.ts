import { awsAccount, globalId } from '../../model/node-id.ts'
import { type Derivation, defineDerivation } from '../derivation.ts'
import { type Answer, basisOf, becauseOf, best, emitHeld, lazily } from './answer.ts'
import { askNew, mightDo } from './ask.ts'
import type { Need } from './escalation.ts'
import type { Asked } from './evaluate.ts'
import { type Attached, indexed, modelOf, type Policy, type Principal } from './model.ts'
import { speaks } from './speaking-groups.ts'
import { statementsOf } from './statement.ts'

const ADMINISTRATOR = { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' }
const userNeed = (action: string): Need => ({ action, on: 'new iam:user/*', context: ADMINISTRATOR })
const roleNeed = (action: string): Need => ({ action, on: 'new iam:role/*', context: ADMINISTRATOR })

/**
 * Whoever can make a new identity and give it everything administers the account, whatever its own permissions are
 * called: `iam:*` is as good as `*`.
 */
const routes: readonly { readonly end: string; readonly needs: readonly Need[] }[] = [
  { end: 'iam:user/*', needs: ['iam:CreateUser', 'iam:AttachUserPolicy', 'iam:CreateAccessKey'].map(userNeed) },
  { end: 'iam:user/*', needs: ['iam:CreateUser', 'iam:PutUserPolicy', 'iam:CreateAccessKey'].map(userNeed) },
  { end: 'iam:role/*', needs: ['iam:CreateRole', 'iam:AttachRolePolicy'].map(roleNeed) },
  { end: 'iam:role/*', needs: ['iam:CreateRole', 'iam:PutRolePolicy'].map(roleNeed) },
]

export const administration = (asked: Asked): Answer =>
  best(
    lazily(
      routes.filter(({ needs }) =>
        mightDo(
          asked,
          needs.map(({ action }) => action),
        ),
      ),
      ({ needs, end }) => askNew(asked, needs, end),
    ),
  )

const anything = statementsOf({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
})
const everything: Policy = {
  node: { id: globalId('everything'), kind: 'Resource', type: 'aws_policy', name: 'everything', evidence: [] },
  statements: anything,
  about: indexed(anything),
}

/** What it could do once it has given itself everything: its boundary and its denies stay. */
export function ceiling(principal: Principal): Answer {
  const identity: readonly Attached[] = [{ policy: everything, via: [] }, ...principal.identity]
  const { truth } = administration({ principal, identity })
  return { truth, by: [], restsOn: principal.boundary?.via ?? [] }
}

export const awsAdministers: Derivation = defineDerivation({
  id: 'aws-administers',
  version: 2,
  adds: ['CAN_CONTROL'],
  says: 'Whoever may make a new identity and give it every permission administers the account.',
  reads: {
    nodes: ['aws_policy'],
    also: ['service_account', 'human', 'role', 'group'],
    edges: ['APPLIES_TO', 'MEMBER_OF'],
  },
  derive(given, emit) {
    const model = modelOf(given)
    const byGroup = new Set<Principal>()
    for (const principal of model.principals.values()) {
      if (principal.kind === 'group' && !speaks(model, principal)) continue
      const answer = administration({ principal })
      if (answer.truth === false) continue
      if (principal.kind === 'group' && answer.truth === true) byGroup.add(principal)
      if (principal.groups.some((group) => byGroup.has(group)) && !ownReason(principal, answer)) continue
      emitHeld(emit, basisOf(principal.node, answer), answer.truth, {
        kind: 'CAN_CONTROL',
        from: principal.id,
        to: awsAccount(principal.account),
        confidence: 'granted',
        key: 'administration',
        note: `It can make identities and give them everything: ${becauseOf(answer)}.`,
      })
    }
  },
})

/** Whether it administers by a policy of its own, not only through its group, whose edge says so already. */
const ownReason = ({ identity }: Principal, { by }: Answer): boolean =>
  by.every(({ attached }) => identity.includes(attached) && attached.via.every(({ kind }) => kind !== 'MEMBER_OF'))
