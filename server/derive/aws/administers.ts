import { awsAccount } from '../../model/node-id.ts'
import { type Derivation, defineDerivation } from '../derivation.ts'
import { actorsOf } from './actors.ts'
import { administration } from './administration.ts'
import { type Answer, basisOf, becauseOf, emitHeld } from './answer.ts'
import { modelOf, type Principal } from './model.ts'
import { modelEdges, modelTypes } from './model-reads.ts'
import { MOST_WAYS } from './otherwise.ts'
import { gainsBy, isLent, speaks } from './speaking-groups.ts'

export const awsAdministers: Derivation = defineDerivation({
  id: 'aws-administers',
  version: 19,
  adds: ['CAN_CONTROL'],
  says: 'Whoever may make a new identity and give it every permission administers the account.',
  reads: {
    nodes: ['aws_policy'],
    also: modelTypes,
    edges: modelEdges,
  },
  derive(given, emit) {
    const model = modelOf(given)
    const byGroup = new Set<Principal>()
    const sheddingMore = new Set<string>()
    for (const principal of actorsOf(model)) {
      if (principal.shedsMore) sheddingMore.add(principal.name)
      // By which step it put its boundary aside, the catalogue's own edge says.
      if (principal.freedBy !== undefined || (principal.kind === 'group' && !speaks(model, principal))) continue
      const answer = administration({ principal })
      if (answer.truth === false) continue
      if (principal.kind === 'group' && answer.truth === true) byGroup.add(principal)
      const isSaid = principal.groups.some((group) => byGroup.has(group) && gainsBy(principal, group))
      if (isSaid && !ownReason(principal, answer)) continue
      emitHeld(emit, basisOf(principal.node, answer), answer.truth, {
        kind: 'CAN_CONTROL',
        from: principal.id,
        to: awsAccount(principal.account),
        confidence: 'granted',
        key: 'administration',
        note: `It can make identities and give them everything: ${becauseOf(answer)}.`,
      })
    }
    for (const name of sheddingMore)
      emit.gap({
        missing: `what ${name} may do by shedding some of its denies and not others: ${MOST_WAYS} ways were tried`,
      })
  },
})

/** Whether it administers by a policy of its own, not only through its group, whose edge says so already. */
const ownReason = ({ identity }: Principal, { by }: Answer): boolean =>
  by.every(({ attached }) => identity.includes(attached) && !isLent(attached))
