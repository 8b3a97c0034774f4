import { expect, test } from 'vitest'
import { githubAudit } from '../../../importers/github-audit.ts'
import { toldByLog } from '../log-facts.ts'

const read = () => toldByLog(githubAudit, import.meta.dirname)

test('each actor is told with the repository or organisation it acted on', async () => {
  const { uses, records } = await read()
  expect(uses).toEqual([
    'github:github.com:account:lena → github:github.com:repo:larch-works/shop: repo.add_member ×1',
    'github:github.com:account:shop-bot[bot] → github:github.com:repo:larch-works/shop: git.clone ×1',
    'github:github.com:token:4711 → github:github.com:repo:larch-works/shop: git.clone ×2',
    'github:github.com:account:ruth → github:github.com:account:larch-works: org.update_member ×1',
  ])
  expect(records).toEqual({ read: 7, stored: 4, merged: 3, rejected: 0 })
})

test('a fine-grained token acts for its owner, and learns when it was last used', async () => {
  const { behalf, lastUsed } = await read()
  expect(behalf).toEqual(['github:github.com:token:4711 for github:github.com:account:lena'])
  expect(lastUsed('secret:github:github.com/token/4711')).toBe('2026-03-02T08:02:00.000Z')
})

test('a rejected push is no use, and what GitHub did itself is nobody’s', async () => {
  expect((await read()).left).toEqual([
    'github-audit: 1 event: were refused or failed, which is no use',
    'github-audit: 1 event: the provider itself did it',
  ])
})
