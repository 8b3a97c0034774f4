// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
import { Type } from 'typebox'
import { location } from '../server/model/node-id.ts'
import { awsKeyIdIn, isPemHeaderOnly, isRedacted, repositoryOf, secretTypeOf } from '../server/model/secret-text.ts'
import { defineImporter, type Emit, type Place, type Run, recordType } from './importer.ts'
import { emitLeakedCopy } from './leaked-copy.ts'

const Text = Type.Optional(Type.String())
const Properties = Type.Optional(Type.Object({ tags: Type.Optional(Type.Array(Type.String())) }))
const Driver = Type.Object({
  name: Type.String(),
  rules: Type.Optional(Type.Array(Type.Object({ id: Type.String(), properties: Properties }))),
})
const Provenance = Type.Object({ repositoryUri: Type.String() })
const Region = Type.Object({
  startLine: Type.Optional(Type.Number()),
  snippet: Type.Optional(Type.Object({ text: Text })),
})
const Location = Type.Object({
  physicalLocation: Type.Optional(
    Type.Object({ artifactLocation: Type.Optional(Type.Object({ uri: Text })), region: Type.Optional(Region) }),
  ),
})
const Result = Type.Object({
  ruleId: Text,
  ruleIndex: Type.Optional(Type.Number()),
  rule: Type.Optional(Type.Object({ id: Text })),
  kind: Text,
  baselineState: Text,
  properties: Properties,
  suppressions: Type.Optional(Type.Array(Type.Unknown())),
  locations: Type.Optional(Type.Array(Location)),
})
type Result = Type.Static<typeof Result>

/** One run of one tool, as far as it was read. */
interface ToolRun {
  readonly file: string
  driver: Type.Static<typeof Driver> | undefined
  repository: string | undefined
  results: number
  /** What came before the tool was named: writers are free in their order. */
  readonly early: (readonly [result: Result, pointer: string])[]
}

export const sarif = defineImporter({
  source: 'sarif',
  version: 1,
  reads: 'leaked secrets found by any scanner that writes SARIF 2.1.0',
  get: ['gitleaks git -f sarif -r leaks.sarif', 'kingfisher scan <folder> --format sarif --output leaks.sarif'],
  sniff: ({ text }) => /"runs"\s*:\s*\[/.test(text) && /"version"\s*:\s*"2\.1\.0"|sarif/.test(text),
  format: 'json',
  open(run) {
    const runs = new Map<string, ToolRun>()
    const redacted = new Set<string>()
    const at = ({ file, keys }: Place): ToolRun => {
      const key = `${keys[0]} ${file}`
      const known = runs.get(key)
      if (known) return known
      const fresh = { file, driver: undefined, repository: undefined, results: 0, early: [] }
      runs.set(key, fresh)
      return fresh
    }
    return {
      records: [
        recordType('/runs/*/tool/driver', Driver, (driver, _, place) => {
          at(place).driver = driver
        }),
        recordType('/runs/*/versionControlProvenance/*', Provenance, ({ repositoryUri }, _, place) => {
          at(place).repository ??= repositoryUri
        }),
        recordType('/runs/*/results/*', Result, (result, emit, place) => {
          const tool = at(place)
          if (tool.driver) mapResult(tool, run, emit, result, '', redacted)
          else tool.early.push([result, place.pointer])
        }),
      ],
      end(emit) {
        for (const tool of runs.values()) {
          for (const [result, pointer] of tool.early) mapResult(tool, run, emit, result, pointer, redacted)
          if (tool.results === 0) sayClean(tool, run, emit)
        }
      },
      coverage: (scope) => [
        { missing: 'whether the leaked secrets still work', settledBy: 'trufflehog git <address> --json' },
        ...(redacted.has(scope)
          ? [{ missing: 'some values, so that their copies elsewhere are not recognised', settledBy: 'a JSON report' }]
          : []),
        ...(/:https:/.test(scope)
          ? []
          : [
              {
                missing: 'the repository, so that its readers are not known',
                settledBy: '--scope <address of the repository>',
              },
            ]),
      ],
    }
  },
})

/** Its snippet is the value and nothing else; other tools show the line in which it stands. */
const SHOWS_VALUE = /gitleaks|betterleaks|kingfisher|nosey ?parker/i
const SECRET_SCANNER = /leaks|hog|kingfisher|nosey ?parker|gitguardian|ggshield|whispers|talisman|secret/i
const OF_SECRETS = /secret|credential|password|token|api.?key|private.?key|cwe-(259|321|798)\b/i

const placeOf = ({ repository, file }: ToolRun, run: Run) => repository ?? run.scope ?? file
function scopeOf(tool: ToolRun, run: Run): string {
  const place = placeOf(tool, run)
  const at = repositoryOf(place)
  return `sarif:${tool.driver?.name ?? 'unnamed tool'}:${at ? `https://${at.host}/${at.fullName}` : place}`
}

function mapResult(tool: ToolRun, run: Run, emit: Emit, result: Result, pointer: string, redacted: Set<string>): void {
  const scanner = tool.driver?.name ?? 'unnamed tool'
  const rules = tool.driver?.rules ?? []
  const rule = result.ruleId ?? result.rule?.id ?? rules[result.ruleIndex ?? -1]?.id ?? scanner
  const tags = [...(result.properties?.tags ?? []), ...(rules.find(({ id }) => id === rule)?.properties?.tags ?? [])]
  const places = (result.locations ?? []).flatMap(({ physicalLocation: at }) => (at?.artifactLocation?.uri ? at : []))
  const isSecret = SECRET_SCANNER.test(scanner) || [rule, ...tags].some((text) => OF_SECRETS.test(text))
  const isGone = result.baselineState === 'absent' || ['pass', 'notApplicable'].includes(result.kind ?? '')
  if (!isSecret || isGone || places.length === 0) {
    const gone = isGone ? 'a result that says that nothing is there' : 'a leaked secret without a file'
    emit.skip(isSecret ? gone : 'a finding that is no leaked secret')
    return
  }
  const scope = scopeOf(tool, run)
  for (const { artifactLocation, region } of places) {
    const snippet = region?.snippet?.text ?? ''
    const value = SHOWS_VALUE.test(scanner) && !isPemHeaderOnly(snippet) ? snippet : undefined
    // A line may hold a bystander; a value, or a rule that speaks of AWS keys, does not.
    const keyId = value !== undefined || /aws/i.test(rule) ? awsKeyIdIn(snippet) : undefined
    if (!value || isRedacted(value)) redacted.add(scope)
    tool.results++
    emitLeakedCopy(withPointer(emit, scope, pointer), run, {
      rule,
      type: keyId ? 'access_key' : secretTypeOf(rule),
      value,
      nativeId: keyId === undefined ? undefined : ['aws', keyId],
      system: 'git',
      place: placeOf(tool, run),
      path: pathOf(artifactLocation!.uri!),
      line: region?.startLine,
      properties: { rule, scanner, ...(result.suppressions?.length ? { suppressed: true } : {}) },
    })
  }
}

const withPointer = (emit: Emit, scope: string, pointer: string): ReturnType<Emit['into']> => {
  const scoped = emit.into(scope)
  return { node: (claim) => scoped.node(claim, pointer), edge: (claim) => scoped.edge(claim, pointer) }
}

/** A clean scan says that the leaks of before are gone; a scope of which nothing is said would keep them. */
function sayClean(tool: ToolRun, run: Run, emit: Emit): void {
  const scanner = tool.driver?.name ?? 'unnamed tool'
  const place = placeOf(tool, run)
  const id = location('scan', scanner, place)
  emit.into(scopeOf(tool, run)).node({ id, kind: 'Location', type: 'scan', name: `${scanner}’s scan of ${place}` })
}

function pathOf(uri: string): string {
  const path = uri.replace(/^file:\/*/, '').replace(/^\.?\/+/, '')
  try {
    return decodeURIComponent(path)
  } catch {
    return path // a plain path with a percent sign in it
  }
}
