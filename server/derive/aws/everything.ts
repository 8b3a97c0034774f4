import { globalId } from '../../model/node-id.ts'
import { indexed, type Policy } from './policy.ts'
import { statementsOf } from './statement.ts'

const anything = statementsOf({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
})
/** A policy that allows all, as an attacker would write it. */
export const everything: Policy = {
  node: { id: globalId('everything'), kind: 'Resource', type: 'aws_policy', name: 'everything', evidence: [] },
  statements: anything,
  about: indexed(anything),
}
