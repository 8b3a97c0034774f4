import type { CoverageGap } from '../../server/model/facts.ts'
import { defineImporter, type Emit, type Place, type Run, recordType } from '../importer.ts'
import { accountsIn } from './aws-accounts.ts'
import { iamThings } from './aws-iam-things.ts'
import { awsResources } from './aws-resources.ts'
import type { Estate } from './estate.ts'
import { PlanFile, thingsIn } from './plan-file.ts'
import { referencesIn } from './references.ts'

export const terraform = defineImporter({
  source: 'terraform',
  version: 1,
  reads: 'Terraform plans and states as JSON: what is there, and what would be once the plan is applied',
  get: ['terraform plan -out plan.out; terraform show -json plan.out > plan.json', 'terraform show -json > state.json'],
  sniff: ({ text }) => /"format_version"\s*:/.test(text) && /"(terraform_version|root_module)"\s*:/.test(text),
  format: 'json',
  open(run) {
    const gaps = new Map<string, readonly CoverageGap[]>()
    return {
      records: [
        recordType('', PlanFile, (file, emit, place) => {
          const scope = `terraform:${rootOf(run, place)}`
          gaps.set(scope, [...(gaps.get(scope) ?? []), ...mapFile(file, emit, scope, rootOf(run, place), run, place)])
        }),
      ],
      coverage: (scope) => gaps.get(scope) ?? [],
    }
  },
})

/** A folder of plans may hold several of one account. */
const rootOf = ({ scope }: Run, { file }: Place) => (scope === undefined ? file : `${scope}/${file}`)

const order: readonly string[] = ['now', 'planned']
const maps: Readonly<Record<string, (estate: Estate, thing: Estate['things'][number]) => void>> = {
  ...iamThings,
  ...awsResources,
}

function mapFile(file: PlanFile, emit: Emit, scope: string, root: string, run: Run, place: Place) {
  const { things, data, removed, odd } = thingsIn(file, run.fingerprint)
  const references = referencesIn(file, things)
  const accounts = accountsIn(file, things, data, references, run.scope ?? place.file)
  const left = new Map<string, number>()
  const estate = { root, emit, scoped: emit.into(scope), things, references, accounts, said: new Set<string>(), left }
  const unread = new Map<string, number>()
  for (const thing of things.toSorted((a, b) => order.indexOf(a.when) - order.indexOf(b.when))) {
    const map = Object.hasOwn(maps, thing.type) ? maps[thing.type] : undefined
    if (map) map(estate, thing)
    else unread.set(thing.type, (unread.get(thing.type) ?? 0) + 1)
  }
  for (const pointer of odd) emit.skip(`${pointer}: a change without an address, a type or what changes`)
  for (const [type, count] of unread) emit.skip(`${count} of type ${type}, which is not read`)
  for (const [reason, count] of left) emit.skip(`${count} times: ${reason}`)
  return gapsOf(estate, removed, unread, left)
}

function gapsOf(
  { things, accounts }: Estate,
  removed: number,
  unread: ReadonlyMap<string, number>,
  left: ReadonlyMap<string, number>,
): CoverageGap[] {
  const gaps: CoverageGap[] = []
  const ofAws = things.filter(({ type }) => type.startsWith('aws_'))
  if (ofAws.some((thing) => accounts.of(thing) === undefined))
    gaps.push({ missing: 'the AWS account, so that its policies are not judged', settledBy: '--scope <account id>' })
  if (removed > 0) gaps.push({ missing: `what the plan takes away (${removed}) is still shown as it is now` })
  if (things.some(({ when }) => when === 'planned'))
    gaps.push({
      missing: 'whether the plan is applied: until then what it adds is conditional',
      settledBy: 'terraform apply',
    })
  const types = [...unread.keys()]
  if (types.length > 0)
    gaps.push({ missing: `resources of ${types.length} types, among them ${types.slice(0, 5).join(', ')}` })
  for (const reason of left.keys())
    gaps.push({ missing: reason, settledBy: 'terraform show -json of the state, after apply' })
  return gaps
}
