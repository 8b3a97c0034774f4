import { readFileSync } from 'node:fs'

/**
 * DESIGN §4 as rules, one a row: what a folder may import of ours, and why no more.
 * `types` are importable as types only: they are gone when the program runs.
 */
const model = ['server/model/', 'server/errors.ts']
const port = 'server/store/store.ts'

export const rows = [
  {
    folder: 'server/model/',
    may: [],
    because: 'The model is what everything else speaks of, so it may know nothing of ours.',
  },
  {
    folder: 'server/errors.ts',
    may: [],
    because: 'The table of error codes is read by all and reads nothing of ours.',
  },
  { folder: 'server/edges/', may: model, because: 'An edge kind is a declaration; whoever walks edges reads it.' },
  {
    folder: 'server/derive/',
    may: [...model, 'server/edges/'],
    types: [port],
    because: 'A derivation turns facts into facts. It never sees a graph, and only the port of the store it is run on.',
  },
  {
    folder: 'server/graph/',
    may: [...model, 'server/edges/'],
    types: [port],
    because: 'A graph is compiled from facts and frozen; it never asks the store again.',
  },
  {
    folder: 'server/analysis/',
    may: [...model, 'server/edges/', 'server/graph/'],
    because: 'An analysis is a plain function over a frozen graph: no store, no API, no clock.',
  },
  {
    folder: 'server/findings/',
    may: [...model, 'server/edges/', 'server/graph/', 'server/analysis/'],
    because: 'A finding reads the graph and what analyses say of it, and nothing that fetches or serves.',
  },
  {
    folder: 'server/export/',
    may: [...model, 'server/edges/', 'server/graph/', 'server/analysis/'],
    types: [port],
    because: 'A format out writes what it is handed; it opens no store and asks no API.',
  },
  {
    folder: 'server/answers/',
    may: [...model, 'server/edges/', 'server/graph/', 'server/analysis/', 'server/findings/'],
    types: [port, 'server/api/contract.ts', 'server/api/contract-cuts.ts', 'server/api/contract-diff.ts'],
    because: 'An answer puts an analysis into words with its evidence, the same for the API and the CLI.',
  },
  {
    folder: 'importers/',
    may: model,
    because: 'An importer maps a file to claims: it never sees a store, a graph, the network or another importer.',
  },
  {
    folder: 'server/store/',
    may: model,
    because: 'A store keeps facts and knows nothing of what they mean.',
  },
  {
    folder: 'server/intake/',
    may: [...model, 'server/edges/', 'server/derive/', 'importers/', port],
    because: 'Intake brings files in through importers and the port of the store; it knows no concrete store.',
  },
  {
    folder: 'server/access/',
    may: [...model, port],
    because: 'Who may do what is decided before any answer is made, and apart from how it is served.',
  },
  {
    folder: 'server/mcp/',
    may: [...model, 'server/edges/', 'server/graph/', 'server/analysis/', 'server/answers/', port],
    because: 'The MCP server asks the same functions as the API, over the port of the store.',
  },
  {
    folder: 'server/demo/',
    may: [...model, 'server/edges/', 'server/derive/', port],
    because: 'The demo estate is written as facts through the port, like any import.',
  },
  {
    folder: 'server/api/',
    may: ['server/', 'importers/'],
    not: ['server/cli/', 'server/mcp/', 'server/main.ts'],
    because: 'The API serves what the other rooms answer; nothing reaches back from it into the commands.',
  },
  {
    folder: 'server/cli/',
    may: ['server/', 'importers/'],
    because: 'A command parses, calls and prints; it calls the functions that the API calls.',
  },
  {
    folder: 'server/main.ts',
    may: ['server/', 'importers/'],
    not: ['server/cli/'],
    because: 'The server is put together here.',
  },
  {
    folder: 'server/compile-thread.ts',
    may: ['server/'],
    not: ['server/cli/', 'server/main.ts'],
    because: 'A thread shares no connection with the server, so that it opens the store for itself, and then compiles.',
  },
  {
    folder: 'web/',
    may: [],
    types: ['server/api/contract.ts', 'server/api/contract-cuts.ts', 'server/api/contract-diff.ts'],
    because: 'The page knows the server by the types of its contract alone, so that no code of one runs in the other.',
  },
]

const ours = '^(server|importers|web|test|cypher)/'
const starts = (paths) => `^(${paths.map((path) => path.replaceAll('.', '\\.')).join('|')})`

/** Two rules a row: what is out of reach altogether, and what may be named as a type only. */
function rulesOf({ folder, may, types = [], not = [], because }) {
  const name = folder.replace(/\/$/, '')
  const from = { path: starts([folder]) }
  const rules = [
    {
      name,
      comment: because,
      severity: 'error',
      from,
      to: { path: ours, pathNot: starts([folder, ...may, ...types]) },
    },
  ]
  if (types.length > 0) {
    const to = { path: starts(types), dependencyTypesNot: ['type-only'] }
    rules.push({ name: `${name}: types only`, comment: because, severity: 'error', from, to })
  }
  if (not.length > 0)
    rules.push({ name: `${name}: not back`, comment: because, severity: 'error', from, to: { path: starts(not) } })
  return rules
}

/** The sources as the list of importers names their files: what several of them share is no source. */
const sources = [
  ...readFileSync(new URL('importers/index.ts', import.meta.url), 'utf8').matchAll(/from '\.\/([^/.]+)/g),
]
  .map(([, source]) => source)
  .filter((source) => source !== 'importer')

const only = (name, comment, to, from) => ({ name, comment, severity: 'error', from: { pathNot: from }, to })

export default {
  forbidden: [
    ...rows.flatMap(rulesOf),
    {
      name: 'no cycles',
      comment: 'Facts go in and answers come out: whatever imports itself in a circle has no direction.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'found',
      comment: 'An import that leads nowhere is a mistake, or a package that package.json does not name.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'shipped',
      comment: 'The server runs without development packages, and without packages it only gets by way of others.',
      severity: 'error',
      from: { path: '^(server|importers)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only', 'npm'] },
    },
    {
      name: 'importers: each alone',
      comment: 'One source never leans on another, so that either may change or go alone.',
      severity: 'error',
      from: { path: `^importers/(${sources.join('|')})(\\.ts|/)` },
      to: { path: `^importers/(${sources.join('|')})(\\.ts|/)`, pathNot: '^importers/$1(\\.ts|/)' },
    },
    {
      name: 'importers: no reach',
      comment: 'An importer is handed its records; it opens no file and no connection, and starts nothing.',
      severity: 'error',
      from: { path: '^importers/' },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(fs|http|https|http2|net|tls|dns|dgram|child_process|worker_threads)',
      },
    },
    only(
      'concrete stores',
      'Everybody else holds the port, so that both stores give the same answers.',
      { path: '^server/store/(?!store\\.ts)' },
      '^(server/store/|server/main\\.ts|server/compile-thread\\.ts|server/cli/main\\.ts|test/)',
    ),
    only(
      'neo4j-driver',
      'One store speaks to Neo4j, with its deadlines; nobody else does.',
      { path: 'node_modules/neo4j-driver' },
      '^(server/store/neo4j-|test/|node_modules/)',
    ),
    only('node:sqlite', 'One store speaks to SQLite.', { path: '^(node:)?sqlite' }, '^(server/store/sqlite-|test/)'),
    only(
      'graphology',
      'graphology serves the neighbourhoods a person looks at; what must be exact runs on compiled rows.',
      { path: 'node_modules/graphology' },
      '^(server/graph/|test/|node_modules/)',
    ),
    only('tests', 'What is shipped never imports a test.', { path: '^test/' }, '^test/'),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/fixtures/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
}
