// https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-agent-spans/ and https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
import { Type } from 'typebox'
import type { NodeClaim } from '../server/model/facts.ts'
import { agentSeen, toolSeen } from '../server/model/node-id.ts'
import { defineImporter, type Emit, type Place, recordType } from './importer.ts'
import { logTime } from './use/times.ts'
import { UseLog } from './use/uses.ts'
import { refused, Text, TextOrNumber } from './use/words.ts'

const Attribute = Type.Object({
  key: Type.String(),
  value: Type.Optional(Type.Union([Type.Object({ stringValue: Text }), Type.Null()])),
})
const Attributes = Type.Optional(Type.Union([Type.Array(Attribute), Type.Null()]))
const Span = Type.Object({
  traceId: Type.String(),
  spanId: Type.String(),
  parentSpanId: Text,
  startTimeUnixNano: TextOrNumber,
  attributes: Attributes,
  status: Type.Optional(Type.Union([Type.Object({ code: TextOrNumber }), Type.Null()])),
})
type Span = Type.Static<typeof Span>
const ResourceSpans = Type.Object({
  resource: Type.Optional(Type.Union([Type.Object({ attributes: Attributes }), Type.Null()])),
  scopeSpans: Type.Array(Type.Object({ spans: Type.Array(Span) })),
})
type ResourceSpans = Type.Static<typeof ResourceSpans>

/** What is kept of a span: whose it is, or where to ask; the spans of an agent come in after those they began. */
interface Kept {
  readonly parent: string | undefined
  readonly agent: NodeClaim | undefined
}

interface Pending {
  readonly span: string
  readonly tool: string | undefined
  readonly agent: NodeClaim | undefined
  readonly at: string | undefined
  readonly place: Place
}

export const otelGenai = defineImporter({
  source: 'otel-genai',
  version: 1,
  reads: 'which agents called which tools and each other, by the traces that OpenTelemetry keeps of them',
  get: ['the file exporter of the OpenTelemetry Collector, which writes traces as OTLP JSON'],
  sniff: ({ text }) => /"resourceSpans"\s*:/.test(text),
  format: 'json or ndjson',
  open(run) {
    const log = new UseLog('otel-genai')
    const spans = new Map<string, Kept>()
    const pending: Pending[] = []
    const map = (it: ResourceSpans, emit: Emit, place: Place) => {
      const service = textOf(it.resource?.attributes, 'service.name') ?? run.scope ?? 'unknown'
      const all = it.scopeSpans.flatMap((scope) => scope.spans)
      const kept = all.filter((span) => keep(span, service, place)).length
      if (kept > 0) emit.later()
    }
    const lines = Type.Object({ resourceSpans: Type.Array(ResourceSpans) })
    return {
      records: [
        recordType('/resourceSpans/#', ResourceSpans, map),
        recordType('/#/resourceSpans/#', ResourceSpans, map),
        recordType('line', lines, (it, emit, place) => {
          for (const one of it.resourceSpans) map(one, emit, place)
        }),
      ],
      end(emit) {
        for (const one of pending) settle(one)
        log.end(emit)
      },
      coverage: () => [
        { missing: 'what agents did outside the time of these traces, and in spans that were sampled away' },
        { missing: 'agents that are told by a name alone: without gen_ai.agent.id nobody is told' },
      ],
    }

    /** True when the span tells of an agent or a tool. */
    function keep(span: Span, service: string, place: Place): boolean {
      const operation = textOf(span.attributes, 'gen_ai.operation.name')
      const id = textOf(span.attributes, 'gen_ai.agent.id')
      const agent = id ? agentClaim(service, id, textOf(span.attributes, 'gen_ai.agent.name')) : undefined
      const key = `${span.traceId}/${span.spanId}`
      const parent = span.parentSpanId ? `${span.traceId}/${span.parentSpanId}` : undefined
      spans.set(key, { parent, agent: operation === 'invoke_agent' ? agent : undefined })
      if (operation !== 'invoke_agent' && operation !== 'execute_tool') return false
      const at = nanoTime(span.startTimeUnixNano)
      log.of('traces').saw(at)
      if (log.isRepeated(key)) return false
      if (String(span.status?.code ?? '').match(/^(?:2|STATUS_CODE_ERROR)$/) || textOf(span.attributes, 'error.type')) {
        log.leaves(refused)
        return false
      }
      const tool = operation === 'execute_tool' ? textOf(span.attributes, 'gen_ai.tool.name') : undefined
      pending.push({ span: key, tool, agent, at, place })
      return true
    }

    function settle({ span, tool, agent: own, at, place }: Pending): void {
      const above = agentAbove(span)
      const uses = log.of('traces')
      const agent = own ?? (tool ? above : undefined)
      if (!agent) log.leaves('name no agent by its id')
      else if (tool) uses.use({ by: agent, of: toolClaim(agent, tool), action: 'execute_tool' }, at, place)
      else if (above && above.id !== agent.id) {
        uses.use({ by: above, of: agent, action: 'invoke_agent' }, at, place)
        uses.delegated(agent, above, 'invoke_agent', at, place)
      } else uses.used(agent, at, place)
    }

    /** The nearest agent among the spans that this one lies in. */
    function agentAbove(span: string): NodeClaim | undefined {
      const met = new Set<string>([span])
      for (let at = spans.get(span)?.parent; at !== undefined && !met.has(at); at = spans.get(at)?.parent) {
        met.add(at)
        const agent = spans.get(at)?.agent
        if (agent) return agent
      }
      return undefined
    }
  },
})

const textOf = (attributes: Span['attributes'] | undefined, key: string): string | undefined =>
  attributes?.find((it) => it.key === key)?.value?.stringValue || undefined

/** Nanoseconds since 1970 are written as text, since they are too large for a number. */
const nanoTime = (nanos: string | number | null | undefined): string | undefined =>
  nanos === undefined || nanos === null ? undefined : logTime(Math.floor(Number(nanos) / 1e6))

const agentClaim = (service: string, id: string, name: string | undefined): NodeClaim => ({
  id: agentSeen(id),
  kind: 'Identity',
  type: 'agent',
  name: name ?? id,
  provider: 'otel',
  account: service,
  stub: true,
})

/** What it does nobody says here, so that the worst is assumed. */
const toolClaim = (agent: NodeClaim, name: string): NodeClaim => ({
  id: toolSeen(agent.id, name),
  kind: 'Tool',
  type: 'destructive',
  name,
  provider: 'otel',
  stub: true,
  properties: { assumed: true },
})
