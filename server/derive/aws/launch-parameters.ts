import { type KeyState, one } from './context.ts'

/**
 * Condition keys that say what the caller asks for, where any answer serves it: the size and make of what it starts.
 * Those that name things which must exist, or that say what will run, are not here. By the kind of resource that calls
 * send them for: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html, and alike.
 */
const OF_INSTANCES =
  /^ec2:(instancetype|ebsoptimized|instancemarkettype|instanceautorecovery|instancebandwidthweighting|instancemetadatatags|metadatahttp(endpoint|tokens|putresponsehoplimit)|cpuoptionsamdsevsnp|tenancy)$/
const OF_VOLUMES = /^ec2:(encrypted|volume(initializationrate|iops|size|throughput|type))$/
const OF_ANYTHING: readonly (readonly [action: RegExp, key: RegExp])[] = [
  [/^ecs:/i, /^ecs:(compute-compatibility|enable-(ebs-volumes|execute-command|service-connect)|task-(cpu|memory))$/],
  [
    /^sagemaker:create/i,
    /^sagemaker:(acceleratortypes|directinternetaccess|instancetypes|max(runtimeinseconds|waittimeinseconds)|rootaccess)$/,
  ],
]
/** Which role's profile an instance starts with: asked again for each role. */
export const PROFILE = 'ec2:InstanceProfile'
export const LAUNCHES = /^ec2:(runinstances|requestspotinstances)$/i

/** Undefined where the key is no such parameter. */
export function launchParameter(action: string, resource: string, name: string): KeyState | undefined {
  const key = name.toLowerCase()
  if (LAUNCHES.test(action)) {
    const isOn = (kind: string) => resource.includes(`:${kind}/`)
    if (OF_INSTANCES.test(key)) return isOn('instance') || isOn('spot-instances-request') ? 'chosen' : 'absent'
    if (OF_VOLUMES.test(key)) return isOn('volume') ? 'chosen' : 'absent'
    if (key === PROFILE.toLowerCase() && !isOn('instance')) return 'absent'
    if (key === 'ec2:islaunchtemplateresource') return one('false')
  }
  return OF_ANYTHING.some(([of, keys]) => of.test(action) && keys.test(key)) ? 'chosen' : undefined
}
