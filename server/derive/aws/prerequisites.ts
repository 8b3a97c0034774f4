import { parseArn } from '../../model/arn.ts'
import { administration } from './administration.ts'
import { type Answer, all, best, given, lazily, no, truthOf, yes } from './answer.ts'
import { askAllNew } from './ask.ts'
import { askOnce } from './ask-once.ts'
import type { Need, Prerequisite } from './escalation.ts'
import type { Principal } from './model.ts'
import { askRoom } from './new-version.ts'
import { type Attached, indexed, type Policy } from './policy.ts'
import { isObject, statementsOf } from './statement.ts'
import { open } from './truth.ts'
import type { World } from './world.ts'

interface Case {
  readonly actor: Principal
  readonly target: Principal | undefined
  readonly policy: Attached | undefined
}

const CREDENTIAL_REPORT = 'aws iam generate-credential-report'

/** What must be so besides permissions. What no export told is open, with the command that would tell. */
export const prerequisites: Readonly<Record<Prerequisite, (world: World, it: Case) => Answer>> = {
  'it can become the target': (world, { actor, target }) =>
    best(lazily([assumes, world.takesOver], (way) => way(world, actor, target!))),
  'the target has fewer than two access keys': (world, { target }) => given(world.accessKeys(target!.id) < 2),
  'the target has two access keys': (world, { target }) => given(world.accessKeys(target!.id) >= 2),
  'the target has no login profile': (_, { target }) => loginProfile(target!, false),
  'the target has a login profile': (_, { target }) => loginProfile(target!, true),
  'the target has an instance profile': (world, { target }) => {
    const edge = world.instanceProfile(target!.id)
    return edge === undefined ? no : given(true, edge)
  },
  'the target has no instance profile': (world, { target }) => given(world.instanceProfile(target!.id) === undefined),
  'the target needs no second factor': (_, { actor, target }) => secondFactor(actor, target!),
  'the policy takes another version': (_, { actor, policy }) => askRoom({ principal: actor }, policy!.policy.node),
  'an older version administers the account': (_, { actor, policy }) => olderVersion(actor, policy!),
  'the account still makes launch configurations': (_, { actor }) =>
    given(
      open(`whether account ${actor.account} was made before October 2024, when launch configurations were closed`),
    ),
}

const assumes = (world: World, actor: Principal, target: Principal): Answer =>
  best(world.canAssume(actor.id, target.id).map((edge) => given(truthOf(edge), edge)))

function loginProfile({ node, name }: Principal, wanted: boolean): Answer {
  const has = node.properties?.['passwordEnabled'] ?? node.properties?.['loginProfile']
  if (typeof has === 'boolean') return given(has === wanted)
  return given(open(`whether ${name} has ${wanted ? 'a' : 'no'} login profile (${CREDENTIAL_REPORT})`))
}

/** The console asks for one after the password; who may take it away, or give the user one more, has it. */
function secondFactor(principal: Principal, target: Principal): Answer {
  if (target.node.properties?.['mfa'] !== true) return yes
  const may = (action: string) => askOnce({ principal }, { action }, target.arn, target)
  const another: Need = { action: 'iam:CreateVirtualMFADevice', on: 'new iam:mfa/*' }
  return best(
    lazily(
      [
        () => may('iam:DeactivateMFADevice'),
        () => all([may('iam:EnableMFADevice'), askAllNew({ principal }, [another])]),
      ],
      (way) => way(),
    ),
  )
}

/** The actor as it would be with an older version of one of its policies in force. */
const olderVersion = (principal: Principal, attached: Attached): Answer =>
  best(
    olderVersions(attached.policy).map((policy) => {
      const identity = principal.identity.map((it) => (it.policy === attached.policy ? { ...it, policy } : it))
      return given(administration({ principal, identity }).truth)
    }),
  )

export function olderVersions({ node }: Policy): readonly Policy[] {
  const versions = node.properties?.['otherVersions']
  const documents = Array.isArray(versions) ? versions.flatMap((it) => (isObject(it) ? [it['document']] : [])) : []
  return documents.map((document) => {
    const statements = statementsOf(document)
    return { node, statements, about: indexed(statements) }
  })
}

/** Only a policy of the account's own can be given a new version; AWS's cannot. */
export const isOwnPolicy = ({ account }: Principal, { policy }: Attached): boolean =>
  parseArn(policy.node.id)?.account === account && !policy.node.id.includes('#')
