import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { cartography } from '../../importers/cartography/cartography.ts'
import { danglingEnds, factsOf } from '../importers/facts-of.ts'
import { ask, emptyNeo4jPlace, neo4jForTests } from './neo4j-for-tests.ts'

const folder = new URL('../../cypher/queries/', import.meta.url)
const rowsOf = (query: string) => ask(readFileSync(new URL(`${query}.cypher`, folder), 'utf8'))

/** A little of what Cartography writes, with its labels of before and of now, and properties that nobody asked for. */
const estate = `
CREATE (account:AWSAccount {id: '111122223333', name: 'shop'}),
  (bot:AWSPrincipal:AWSUser {id: 'arn:aws:iam::111122223333:user/bot', arn: 'arn:aws:iam::111122223333:user/bot',
    name: 'bot', path: '/', createdate: '2024-03-01 10:00:00+00:00', lastupdated: 1764000000}),
  (role:AWSPrincipal:AWSRole {id: 'arn:aws:iam::111122223333:role/deployer',
    arn: 'arn:aws:iam::111122223333:role/deployer', name: 'deployer', path: '/', lastupdated: 1764000000}),
  (bots:AWSPrincipal:AWSGroup {id: 'arn:aws:iam::111122223333:group/bots', arn: 'arn:aws:iam::111122223333:group/bots',
    name: 'bots', lastupdated: 1764000000}),
  (key:AccountAccessKey {id: 'AKIAEXAMPLE000000001', accesskeyid: 'AKIAEXAMPLE000000001', status: 'Active',
    secret: 'CANARY-value', lastupdated: 1764000000}),
  (bucket:S3Bucket {id: 'shop-orders', arn: 'arn:aws:s3:::shop-orders'}),
  (account)-[:RESOURCE]->(bot), (account)-[:RESOURCE]->(role), (account)-[:RESOURCE]->(bots), (account)-[:RESOURCE]->(key),
  (bot)-[:AWS_ACCESS_KEY]->(key), (key)-[:OWNED_BY]->(bot),
  (bot)-[:MEMBER_AWS_GROUP {lastupdated: 1764000000}]->(bots), (bot)-[:MEMBER_OF {lastupdated: 1764000000}]->(bots),
  (bot)-[:STS_ASSUMEROLE_ALLOW {lastupdated: 1764000000}]->(role),
  (role)-[:CAN_READ {lastupdated: 1764000000}]->(bucket), (role)-[:TRUSTS_AWS_PRINCIPAL]->(bot),
  (cluster:KubernetesCluster {id: 'c-1', name: 'prod'}),
  (cluster)-[:RESOURCE]->(:KubernetesServiceAccount {id: 'prod/shop/api', name: 'api', namespace: 'shop'}),
  (:AzureTenant {id: 't-1'})-[:RESOURCE]->(:EntraServicePrincipal {id: 'sp-1', display_name: 'Sync', account_enabled: false}),
  (:GCPProject {id: 'shop'})-[:RESOURCE]->(:GCPServiceAccount {id: '1000', email: 'ci@shop.iam.gserviceaccount.com'})`

describe.skipIf(neo4jForTests === undefined)('on a real Neo4j as Cartography fills it', () => {
  beforeAll(async () => {
    await emptyNeo4jPlace()
    await ask(estate)
  })

  test('the rows of the three queries are what the importer reads, whole and without what was not asked for', async () => {
    const files = []
    for (const query of cartography.queries!) {
      const rows = await rowsOf(query)
      expect(JSON.stringify(rows)).not.toContain('CANARY')
      files.push({ name: `${query}.json`, text: JSON.stringify(rows) })
    }
    const facts = await factsOf(cartography, files)
    expect([facts.complete, facts.records.rejected, facts.notes.skipped, danglingEnds(facts)]).toEqual([
      true,
      0,
      [],
      [],
    ])
    const found = facts.nodes.filter(({ node }) => node.kind === 'Identity' && !node.stub).map(({ node }) => node.id)
    expect(found.toSorted()).toEqual([
      'arn:aws:iam::111122223333:role/deployer',
      'arn:aws:iam::111122223333:user/bot',
      'entra:t-1:sp:sp-1',
      'gcp:sa:1000',
      'k8s:prod:shop:sa:api',
    ])
    const kinds = facts.edges.map(({ edge }) => edge.kind).filter((kind) => kind !== 'CONTAINS')
    expect([...new Set(kinds)].toSorted()).toEqual(['AUTHENTICATES_AS', 'CAN_ASSUME', 'CAN_READ', 'MEMBER_OF'])
    const sync = facts.nodes.find(({ node }) => node.id === 'entra:t-1:sp:sp-1')!.node
    expect([sync.name, sync.properties]).toEqual(['Sync', { enabled: false }])
  })

  test.for([...cartography.queries!])('%s changes nothing', async (query) => {
    const text = readFileSync(new URL(`${query}.cypher`, folder), 'utf8')
    const [plan] = await ask('MATCH (n) RETURN count(n) AS nodes')
    await rowsOf(query)
    expect(await ask('MATCH (n) RETURN count(n) AS nodes')).toEqual([plan])
    expect(text).not.toMatch(/\b(CREATE|MERGE|SET|DELETE|REMOVE|LOAD|CALL)\b/)
  })
})
