import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rulesOf } from '../../../importers/vault/hcl.ts'
import { vault } from '../../../importers/vault/vault.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'
import { imported } from '../imported.ts'

const fixture = join(import.meta.dirname, 'fixture.json')
const facts = await factsOf(vault, [fixture], { scope: 'main' })
const server = 'vault:main:server'

test('answers in one object are each read, and what says nothing about access is told', () => {
  expect([facts.records.rejected, danglingEnds(facts), facts.complete]).toEqual([0, [], false])
  expect(facts.notes.skipped.map(({ reason }) => reason).sort()).toEqual([
    expect.stringContaining('neither its fields nor its call'),
    expect.stringContaining('written in a way that is not understood'),
  ])
})

test('no secret id, role id, token, client secret or unread policy goes further', () => {
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes, facts.coverage])).not.toMatch(/canary/i)
})

test('a secret id signs in as its role by its accessor, and lasts where Vault writes the year 1', () => {
  const secret = facts.nodes.find(({ node }) => node.id === 'secret:vault:84896a0c-1347-aa90-a4f6-aca8b7558780')!.node
  expect([secret.createdAt, secret.expiresAt]).toEqual(['2026-01-02T03:04:05.678Z', undefined])
})

test('a role reads what its policy lets it, and not what the policy denies inside of that', async () => {
  const { reach } = await imported([fixture], { source: 'auto', scope: 'main' })
  const reached = await reach('secret:vault:84896a0c-1347-aa90-a4f6-aca8b7558780')
  expect(reached).toContain('granted read vault:main:path:secret/data/shop/*')
  expect(reached.join()).not.toMatch(/payroll|:server/)
})

test('a root token, and whoever is given a policy over everything, controls Vault', async () => {
  const { reach } = await imported([fixture], { source: 'auto', scope: 'main' })
  expect(await reach('secret:vault:tokACC0000000000000001')).toContain(`granted read+write+execute+control ${server}`)
  expect(await reach('vault:main:role:github:role:ci')).toContain(`granted read+write+execute+control ${server}`)
})

test('an entity has the policies of its groups; a deny of one holds against another that reads', async () => {
  const { reach } = await imported([fixture], { source: 'auto', scope: 'main' })
  const reached = await reach('vault:main:entity:e1-0000-entity')
  expect(reached).toContain('granted read vault:main:path:secret/data/shop/*')
  expect(reached.join()).not.toContain('payroll')
})

test('a policy is read with comments, both kinds of words, blocks and settings that narrow it', () => {
  const text = `
    /* two forms */ name = "x"
    path "a/*" { policy = "write" } // old
    path "b" {
      capabilities = ["read", "update",]
      allowed_parameters = { "ttl" = ["1h"], "*" = [] }
      control_group = { factor "ops" { identity { group_names = ["ops"] approvals = 1 } } }
    }`
  expect(rulesOf(text)).toEqual([
    { path: 'a/*', capabilities: ['create', 'read', 'update', 'delete', 'list'], narrowedBy: [] },
    { path: 'b', capabilities: ['read', 'update'], narrowedBy: ['allowed_parameters', 'control_group'] },
  ])
})

test.each(['path "a" {', 'path "a" { capabilities = "read }', 'resource "x" {}', '{"path": ', '{"path": {"a": 1', ''])(
  'a policy that is no policy is unread or empty, never half read: %s',
  (text) => {
    expect(rulesOf(text) ?? []).toEqual([])
  },
)
