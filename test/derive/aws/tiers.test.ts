import { expect, test } from 'vitest'
import { rateTier } from '../../../server/model/tier-rules.ts'
import { ACCOUNT, exportOf } from './account.ts'
import { estateOf } from './derived.ts'

const listed = async (type: string, arn: string, tags: readonly object[] = []) => {
  const file = { name: 'workloads.json', text: JSON.stringify([{ type, arn, tags }]) }
  const { nodes } = await estateOf([exportOf({}), file])
  return rateTier(nodes.get(arn)!)
}
const secret = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:db-AbCdEf`
const table = `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/orders`

test('a secret is worth more than what nobody rated, and a data class says more than either', async () => {
  expect(await listed('aws_dynamodb_table', table)).toMatchObject({ tier: 3 })
  expect(await listed('aws_secretsmanager_secret', secret)).toMatchObject({ tier: 2 })
  const tags = [{ Key: 'DataClassification', Value: 'Payment' }]
  expect(await listed('aws_dynamodb_table', table, tags)).toMatchObject({ tier: 1 })
})
