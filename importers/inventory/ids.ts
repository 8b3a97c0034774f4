import { globalId, inventory, type NodeId, secret } from '../../server/model/node-id.ts'
import { awsKeyIdIn } from '../../server/model/secret-text.ts'

/** How ids begin that mean one thing everywhere, and so meet what other sources say of it. */
const global =
  /^(?:arn:[a-z-]+:|spiffe:\/\/|https:\/\/|\/\/[a-z.]+\.googleapis\.com\/|(?:aws|entra|github|git|k8s|gcp|mcp|secret|owner|location|gate):)/
const armPath = /^\/(?:subscriptions|providers\/Microsoft\.Management)\//i
const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** The id of what a row calls so: its own where that means one thing everywhere, else one of the row's system. */
export function idOf(text: string, system: string): NodeId {
  if (global.test(text)) return globalId(text)
  if (armPath.test(text)) return globalId(text.toLowerCase())
  const keyId = awsKeyIdIn(text)
  return keyId === text ? secret('aws', keyId) : inventory(system, text)
}

/** Whether the text means the same thing in every system. */
export const isGlobal = (text: string): boolean => global.test(text) || armPath.test(text)

/** Other names by which sources of the row's system know the thing. */
export function aliasesOf(id: string | undefined, email: string | undefined, fingerprint?: string): readonly string[] {
  return [
    ...(id !== undefined && guid.test(id) ? [`entra-object:${id.toLowerCase()}`] : []),
    ...(email === undefined ? [] : [`email:${email.toLowerCase()}`]),
    ...(fingerprint === undefined ? [] : [`fingerprint:${fingerprint}`]),
  ]
}
