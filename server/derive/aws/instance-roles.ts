import { allowed } from '../../model/facts.ts'
import { globalId } from '../../model/node-id.ts'
import { defineDerivation } from '../derivation.ts'

export const awsInstanceRoles = defineDerivation({
  id: 'aws-instance-roles',
  version: 1,
  adds: ['RUNS_AS'],
  says: 'An instance runs as the role that its instance profile holds.',
  reads: { nodes: ['aws_instance'], also: ['aws_instance_profile', 'role'], edges: ['RUNS_AS'] },
  derive(given, emit) {
    const held = Map.groupBy(given.edges, ({ from }) => from)
    for (const instance of given.nodes) {
      const profile = instance.properties?.['instanceProfile']
      if (typeof profile !== 'string') continue
      for (const edge of held.get(globalId(profile)) ?? []) {
        const claim = { kind: 'RUNS_AS', from: instance.id, to: edge.to, confidence: 'granted', ...allowed } as const
        emit.edge([instance, edge], claim)
      }
    }
  },
})
