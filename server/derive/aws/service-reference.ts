import { type Matcher, matcher } from './match.ts'
import reference from './service-reference.json' with { type: 'json' }

/** What AWS documents of an action; `test/docs/service-reference.ts` writes the table. */
export interface ServiceAction {
  readonly name: string
  readonly level: 'read' | 'write' | 'permissions' | 'list' | 'tagging'
  readonly takesTags: boolean
  /** The service's own condition keys, in lower case, that its calls may send. */
  readonly keys: readonly Matcher[]
  /** Which of the service's resources it is about. */
  readonly on: readonly ResourceType[]
}

export interface ResourceType {
  readonly name: string
  /** Without `arn:aws:`, and with a star for all that differs. */
  readonly arn: string
}

interface Service {
  readonly keys: readonly Matcher[]
  readonly types: readonly ResourceType[]
  readonly actions: ReadonlyMap<string, ServiceAction>
}

const LEVELS = { r: 'read', w: 'write', p: 'permissions', l: 'list', t: 'tagging' } as const

const tables: ReadonlyMap<string, { keys: string; types: string; actions: string }> = new Map(
  Object.entries(reference.services),
)
const services = new Map<string, Service | undefined>()

/** A service by its prefix; most are never asked for, so each is read when it is. */
export function serviceOf(prefix: string): Service | undefined {
  if (!services.has(prefix)) services.set(prefix, read(prefix))
  return services.get(prefix)
}

function read(prefix: string): Service | undefined {
  const table = tables.get(prefix)
  if (table === undefined) return undefined
  const keys = table.keys.split(' ').map((it) => matcher(it))
  const types = table.types.split('|').map((it): ResourceType => {
    const [name = '', arn = ''] = it.split(' ')
    return { name, arn }
  })
  const pick = <T>(all: readonly T[], places = ''): readonly T[] =>
    places === '' ? [] : places.split(',').map((place) => all[Number(place)]!)
  const actions = table.actions.split('|').map((it): [string, ServiceAction] => {
    const [level = '', name = '', on, own] = it.split(' ')
    const action = { name, level: LEVELS[level[0] as keyof typeof LEVELS], takesTags: level.endsWith('+') }
    return [name.toLowerCase(), { ...action, on: pick(types, on), keys: pick(keys, own) }]
  })
  return { keys, types, actions: new Map(actions) }
}

export function actionOf(action: string): ServiceAction | undefined {
  const [prefix = '', name = ''] = action.toLowerCase().split(':')
  return serviceOf(prefix)?.actions.get(name)
}

/** What credentials carry into every call, whatever service it is to. */
const CARRIED =
  /^(ec2:sourceinstancearn|ssm:sourceinstancearn|lambda:sourcefunctionarn|glue:(roleassumedby|credentialissuingservice)|identitystore:|sts:)/
const OF_TAGS = /^aws:(requesttag\/|tagkeys$)/
const OF_RESOURCE = /^[^:]+:resourcetag\//

/**
 * Whether calls of an action never send a key: tags where it takes none, and a documented key of some service that
 * goes with other actions only. What nobody documents may be sent.
 */
export function isNeverSent(action: string, key: string): boolean {
  const lower = key.toLowerCase()
  const known = actionOf(action)
  if (known === undefined || CARRIED.test(lower) || OF_RESOURCE.test(lower)) return false
  if (OF_TAGS.test(lower)) return !known.takesTags
  const isDocumented = serviceOf(lower.slice(0, lower.indexOf(':')))?.keys.some((matches) => matches(lower)) ?? false
  return isDocumented && !known.keys.some((matches) => matches(lower))
}
