import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  documentIn,
  documentsOf,
  type Exports,
  type Fields,
  fieldsIn,
  holdersIn,
  type Json,
  listOf,
} from './exports.ts'
import { type Lab, onPath } from './lab.ts'

/** The same scenario without what it takes: from there no goal may be reached. */
export interface Twin {
  readonly name: string
  readonly exports: Exports
}

const ACTION = /\b[a-z0-9-]+:[A-Z]\w+/g
const WILDCARD = /[*?]/

/** An administrator undoes what is denied to it, so a step that one takes is no twin's to close. */
export function twinsOf(lab: Lab, exports: Exports, administrators: ReadonlySet<string>): readonly Twin[] {
  const labelled = (lab.edges ?? []).flatMap(({ label }) => label.match(ACTION) ?? [])
  const required = (lab.required ?? []).flatMap(({ permissions }) => permissions.map(({ permission }) => permission))
  const actions = [...new Set([...required, ...labelled])]
  if (actions.length === 0) return []
  const path = new Set(onPath(lab))
  const removed = without(exports, path, actions)
  const twins = [{ name: `denied: ${actions.join(', ')}`, exports: denied(exports, path, actions) }]
  if (removed !== undefined) twins.push({ name: `removed: ${actions.join(', ')}`, exports: removed })
  for (const { name, who, what } of byEdge(lab)) {
    if (!administrators.has(who)) twins.push({ name, exports: denied(exports, new Set([who]), what) })
  }
  return twins.filter((twin) => JSON.stringify(twin.exports) !== JSON.stringify(exports))
}

/** Each step that the labels draw from an identity, denied by itself. */
function byEdge({ edges = [], nodes = [] }: Lab) {
  return edges.flatMap(({ from, to, label }) => {
    const who = nodes.find(({ id }) => id === from)?.arn
    const actions = label.match(ACTION) ?? []
    // Another action of the service would do to a resource as well.
    const isResource = nodes.some((node) => node.id === to && node.type === 'resource')
    const what = isResource ? [...new Set(actions.map((it) => it.replace(/:.*/, ':*')))] : actions
    const isIdentity = who !== undefined && /^arn:[^:]+:iam::\d{12}:(user|role)\//.test(who)
    return isIdentity && what.length > 0 ? [{ name: `denied ${from} to ${to}: ${what.join(', ')}`, who, what }] : []
  })
}

function denied(exports: Exports, who: ReadonlySet<string>, actions: readonly string[]): Exports {
  const twin = structuredClone(exports) as Exports
  for (const holder of holdersIn(twin)) {
    if (!who.has(holder['Arn'] as string)) continue
    const list = holder['UserName'] !== undefined ? 'UserPolicyList' : 'RolePolicyList'
    if (holder['GroupName'] !== undefined) continue
    const deny = { Effect: 'Deny', Action: [...actions], Resource: '*' }
    const policy = { PolicyName: 'twin', PolicyDocument: { Version: '2012-10-17', Statement: [deny] } }
    holder[list] = [...listOf(holder[list]), policy]
  }
  return twin
}

/** The actions taken out of the policies, and the identities out of trust policies; none where a wildcard grants them. */
function without(exports: Exports, who: ReadonlySet<string>, actions: readonly string[]): Exports | undefined {
  const twin = structuredClone(exports) as Exports
  const plain = new Set(actions.map((it) => it.toLowerCase()))
  for (const holder of holdersIn(twin)) {
    if (holder['AssumeRolePolicyDocument'] !== undefined) untrust(holder, who)
    if (!who.has(holder['Arn'] as string)) continue
    for (const document of documentsOf(holder, twin)) {
      const statements = fieldsIn(document['Statement'])
      if (statements.some((it) => it['NotAction'] !== undefined)) return undefined
      for (const statement of statements.filter((it) => it['Effect'] === 'Allow')) {
        const left = listOf(statement['Action']).filter((it) => !plain.has(String(it).toLowerCase()))
        if (left.some((it) => grantsAny(String(it), actions)) && !isGoal(statement)) return undefined
        statement['Action'] = left.length > 0 ? left : ['none:None']
      }
    }
  }
  return twin
}

const isGoal = (statement: Fields) => listOf(statement['Action']).includes('*')
const grantsAny = (pattern: string, actions: readonly string[]): boolean => {
  if (!WILDCARD.test(pattern)) return false
  const text = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return actions.some((action) => new RegExp(`^${text}$`, 'i').test(action))
}

function untrust(role: Fields, who: ReadonlySet<string>): void {
  const document = documentIn(role['AssumeRolePolicyDocument'])
  if (document === undefined) return
  role['AssumeRolePolicyDocument'] = document
  document['Statement'] = fieldsIn(document['Statement']).filter((statement) => {
    const principal = statement['Principal']
    const named = typeof principal === 'object' && principal !== null ? listOf((principal as Fields)['AWS']) : []
    return !named.some((it: Json) => who.has(String(it)))
  })
}

/** Writes the twin's files for as long as `ask` reads them. */
export async function writeExports<T>(exports: Exports, ask: (paths: readonly string[]) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'ambit-twin-'))
  try {
    const paths = exports.map(({ name }) => join(folder, name))
    for (const [i, { content }] of exports.entries()) await writeFile(paths[i]!, JSON.stringify(content))
    return await ask(paths)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
