// https://github.com/cisco-ai-defense/aibom
import { Type } from 'typebox'
import { allowed, conditionalOn } from '../server/model/facts.ts'
import { imagePart, location, type NodeId, secretAt } from '../server/model/node-id.ts'
import { secretTypeOf } from '../server/model/secret-text.ts'
import { defineImporter, type Emit, type Place, recordType, type ScopedEmit } from './importer.ts'

const Component = Type.Object({
  name: Type.String(),
  component_type: Type.String(),
  file_path: Type.Optional(Type.Union([Type.String(), Type.Null()])),
})
type Component = Type.Static<typeof Component>
const Source = Type.Object({
  components: Type.Record(Type.String(), Type.Array(Component)),
  relationships: Type.Optional(
    Type.Array(
      Type.Object({
        relationship_type: Type.String(),
        source_name: Type.String(),
        source_type: Type.String(),
        target_name: Type.String(),
        target_type: Type.String(),
      }),
    ),
  ),
})
type Source = Type.Static<typeof Source>

export const aibom = defineImporter({
  source: 'aibom',
  version: 1,
  reads: 'agents, MCP servers, tools and secrets that a scan found in container images (AI bill of materials)',
  get: ['aibom analyze <image> --output-format json > aibom.json'],
  sniff: ({ text }) => /"aibom_analysis"\s*:/.test(text),
  format: 'json',
  open: () => ({
    records: [recordType('/aibom_analysis/sources/*', Source, mapSource)],
    coverage: () => [
      {
        missing: 'where the images run, and as whom',
        settledBy: 'kubectl get pods -A -o json, or the workloads of the cloud',
      },
      { missing: 'what each tool does: a scan of code tells no effect, so the worst is assumed' },
      {
        missing: 'the values of secrets: the scan tells the places alone',
        settledBy: 'trufflehog docker --image <image> --json',
      },
    ],
  }),
})

/** The scanner unpacks an image into a folder of its own; what follows is the path in the image. */
const pathOf = ({ file_path: path }: Component) => path?.replace(/^.*?\/aibom_container_[^/]*/, '') ?? ''

function mapSource({ components, relationships = [] }: Source, emit: Emit, { keys }: Place): void {
  const image = keys[0] ?? ''
  const scoped = emit.into(`aibom:${image}`)
  const id = imagePart(image)
  scoped.node({ id, kind: 'Resource', type: 'container_image', name: image, counts: false })
  const found = new Map<string, NodeId[]>()
  const left = new Map<string, number>()
  const leave = (what: string) => left.set(what, (left.get(what) ?? 0) + 1)
  for (const [sort, list] of Object.entries(components)) {
    for (const [i, it] of list.entries()) {
      const said = sayComponent(scoped, image, it, `/components/${sort}/${i}`)
      const key = `${it.component_type} ${it.name}`
      if (said) found.set(key, [...(found.get(key) ?? []), said])
      else leave(`components of type ${it.component_type}, which can act on nothing`)
    }
  }
  for (const [i, it] of relationships.entries()) {
    const callers = ['agent', 'mcp_server'].includes(it.source_type)
      ? found.get(`${it.source_type} ${it.source_name}`)
      : undefined
    const tools = it.target_type === 'tool' ? found.get(`tool ${it.target_name}`) : undefined
    // A name that two parts of the image bear tells neither.
    if (callers?.length !== 1 || tools?.length !== 1)
      leave(`relationships ${it.relationship_type}, which say no call of a known tool`)
    else {
      const note = 'A scan of the code says so.'
      const call = { kind: 'CAN_CALL', from: callers[0]!, to: tools[0]!, confidence: 'inferred', note } as const
      scoped.edge({ ...call, ...allowed }, `/relationships/${i}`)
    }
  }
  for (const [what, count] of left) emit.skip(`${count} ${what}`)
}

function sayComponent(scoped: ScopedEmit, image: string, it: Component, at: string): NodeId | undefined {
  const path = pathOf(it)
  const id = imagePart(image, it.component_type, it.name, path)
  const properties = { path }
  const name = `${it.name} in ${image}`
  if (it.component_type === 'agent' || it.component_type === 'mcp_server') {
    const type = it.component_type === 'agent' ? 'agent' : 'workload'
    scoped.node({ id, kind: 'Identity', type, name, properties }, at)
    const missing = `whether, and where, ${image} runs`
    const runs = { kind: 'RUNS_AS', from: imagePart(image), to: id, confidence: 'inferred' } as const
    scoped.edge({ ...runs, ...conditionalOn(missing) }, at)
    return id
  }
  if (it.component_type === 'tool') {
    const assumed = { effect: 'destructive', basis: 'assumed', openWorld: true, reversible: false, tool: it.name }
    scoped.node({ id, kind: 'Tool', type: 'destructive', name, properties: { ...properties, ...assumed } }, at)
    return id
  }
  if (it.component_type !== 'secret') return undefined
  const place = location('image', image, path)
  const secret = secretAt(place, it.name)
  scoped.node({ id: place, kind: 'Location', type: 'image_file', name: `${image}${path}` }, at)
  scoped.node({ id: secret, kind: 'Secret', type: secretTypeOf(it.name), name }, at)
  const missing = `whether ${path} holds the value of ${it.name}, or only names it`
  scoped.edge({ kind: 'HOLDS', from: place, to: secret, confidence: 'inferred', ...conditionalOn(missing) }, at)
  scoped.edge(
    { kind: 'CONTAINS', key: 'part', from: imagePart(image), to: place, confidence: 'observed', ...allowed },
    at,
  )
  return secret
}
