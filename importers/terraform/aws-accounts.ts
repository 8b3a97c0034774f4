import { accountOf } from '../../server/model/arn.ts'
import { isValues, type PlanFile, type Thing } from './plan-file.ts'
import type { References } from './references.ts'

/** Where AWS things lie: ARNs are made of names before AWS gives them, once the account is known. */
export interface Accounts {
  readonly of: (thing: Thing) => string | undefined
  readonly region: (thing: Thing) => string | undefined
}

const isAws = ({ type }: Thing) => type.startsWith('aws_')
const inText = (text: string) => /(?<![0-9])[0-9]{12}(?![0-9])/.exec(text)?.[0]

/**
 * The account of a resource: as its own ARN says, else the only one that others of the same provider configuration lie
 * in, else the one named with the import, where all of AWS goes by one configuration.
 */
export function accountsIn(
  file: PlanFile,
  things: readonly Thing[],
  data: readonly Thing[],
  references: References,
  named: string | undefined,
): Accounts {
  const keyOf = (thing: Thing) => references.provider(thing)?.replace(/^.*:/, '') ?? 'aws'
  const told = new Map<string, Set<string>>()
  const keys = new Set<string>()
  for (const thing of [...things, ...data].filter(isAws)) {
    const key = keyOf(thing)
    keys.add(key)
    const { arn, account_id: caller } = thing.values
    const own = typeof arn === 'string' ? accountOf(arn) : undefined
    const account = thing.type === 'aws_caller_identity' && typeof caller === 'string' ? caller : own
    if (account !== undefined) told.set(key, (told.get(key) ?? new Set()).add(account))
  }
  const configured = isValues(file.configuration) ? file.configuration['provider_config'] : undefined
  return {
    of(thing) {
      const { arn } = thing.values
      const own = typeof arn === 'string' ? accountOf(arn) : undefined
      const near = told.get(keyOf(thing))
      const only = near?.size === 1 ? [...near][0] : undefined
      const given = near === undefined && keys.size === 1 && named !== undefined ? inText(named) : undefined
      return own ?? only ?? given
    },
    region(thing) {
      const { region } = thing.values
      if (typeof region === 'string') return region
      const provider = isValues(configured) ? configured[keyOf(thing)] : undefined
      const expressions = isValues(provider) ? provider['expressions'] : undefined
      const stated = isValues(expressions) ? expressions['region'] : undefined
      const value = isValues(stated) ? stated['constant_value'] : undefined
      return typeof value === 'string' ? value : undefined
    },
  }
}
