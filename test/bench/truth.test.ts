import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ACCOUNT, type AccountSketch, allow, arnOf, exportOf, OTHER, trust } from '../derive/aws/account.ts'

const start = arnOf('user/start')
const strong = arnOf('role/strong')
const administrator = { managed: ['admin'], trusts: [trust({ AWS: start })] }
const everything = { admin: [[allow('*')]] }
const lab = (scenario: string, goals: readonly string[]) => ({
  scenario,
  start,
  goals,
  target: 'to-admin',
  principals: [start, strong],
  required: [{ permissions: [{ permission: 'sts:AssumeRole' }] }],
})

function scored(cases: readonly (readonly [ReturnType<typeof lab>, AccountSketch])[]) {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-labelled-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'truth.json'), JSON.stringify(cases.map(([labels]) => labels)))
  for (const [{ scenario }, account] of cases) {
    mkdirSync(join(folder, scenario))
    const { name, text } = exportOf(account) as { name: string; text: string }
    writeFileSync(join(folder, scenario, name), text)
  }
  return printed(folder)
}

function printed(folder: string) {
  const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'truth.ts'), folder], {
    encoding: 'utf8',
  })
  return { status, ...(JSON.parse(stdout) as Record<string, unknown>) }
}

test('the score counts what is reached and what is not, and fails when too little is', () => {
  const account = { users: { start: {} }, roles: { strong: administrator }, policies: everything }
  expect(scored([[lab('right', [strong]), account]])).toMatchObject({
    status: 0,
    recall: 1,
    falseAdministrators: [],
    twins: { count: 2, withPath: [] },
  })
  expect(scored([[lab('wrong', [strong, arnOf('role/far', OTHER)]), account]])).toMatchObject({
    status: 1,
    recall: 0.5,
    missed: [`${arnOf('role/far', OTHER)} in wrong`],
  })
})

test('an administrator that no label knows is a false one, unless a plain statement makes it so', () => {
  const users = { start: {}, other: { inline: [allow('iam:PutUserPolicy')] }, plain: { inline: [allow('*')] } }
  const account = { users, roles: { strong: administrator }, policies: everything }
  expect(scored([[lab('more', [strong]), account]])).toMatchObject({
    status: 1,
    falseAdministrators: [`${arnOf('user/other')} in more`],
  })
})

test('the root user of a credential report administers its account, and no label need say so', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-labelled-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const { name, text } = exportOf({ users: { start: {} }, roles: { strong: administrator }, policies: everything }) as {
    name: string
    text: string
  }
  const report = ['user,arn,user_creation_time,mfa_active', `<root_account>,arn:aws:iam::${ACCOUNT}:root,,true`]
  mkdirSync(join(folder, 'rooted'))
  writeFileSync(join(folder, 'rooted', name), text)
  writeFileSync(join(folder, 'rooted', 'credentials.csv'), report.join('\n'))
  writeFileSync(join(folder, 'truth.json'), JSON.stringify([lab('rooted', [strong])]))
  expect(printed(folder)).toMatchObject({ status: 0, recall: 1, falseAdministrators: [] })
})

test('of a labelled export, who is said to administer and does not is a false administrator', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-labelled-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const { text } = exportOf({
    users: { 'a-user': { inline: [allow('*')] }, 'b-user': {} },
    roles: {},
    policies: {},
  }) as {
    text: string
  }
  writeFileSync(join(folder, 'account.json'), text)
  const rows = [
    { name: 'a', user: 'no' },
    { name: 'b', user: 'no' },
  ]
  writeFileSync(join(folder, 'account.truth.json'), JSON.stringify({ rows }))
  expect(printed(folder)).toMatchObject({
    status: 1,
    labels: { count: 2, right: 1, wrong: ['a-user: yes for no'] },
    falseAdministrators: ['a-user in account.json'],
  })
})
