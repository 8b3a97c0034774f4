// What exports and logs of Google share: by which ids they name users, clients and the customer.
import type { NodeClaim } from '../server/model/facts.ts'
import { gcpServiceAccount, google } from '../server/model/node-id.ts'

const about = (customer: string) => ({ provider: 'google', account: customer }) as const

export const customerClaim = (customer: string): NodeClaim => ({
  id: google('customer', customer),
  kind: 'Resource',
  type: 'google_customer',
  name: customer === 'unknown' ? 'Google Workspace (not named)' : `Google Workspace ${customer}`,
  ...about(customer),
})

/** By its number or by its address: Google has one account for an address, and Cloud names it so too. */
export const userStub = (customer: string, key: string): NodeClaim => ({
  id: google('user', key.toLowerCase()),
  kind: 'Identity',
  type: 'human',
  name: key,
  ...about(customer),
  stub: true,
  ...(key.includes('@') ? { aliases: [`google-account:${key.toLowerCase()}`] } : {}),
})

/** A service account has its own number as client id; any other client is an application. */
export function clientClaim(customer: string, id: string, name?: string | null): NodeClaim {
  if (/^\d{15,}$/.test(id)) {
    const stub = { id: gcpServiceAccount(id), kind: 'Identity', type: 'service_account', name: id } as const
    return { ...stub, provider: 'gcp', stub: true }
  }
  return { id: google('client', id), kind: 'Identity', type: 'oauth_app', name: name || id, ...about(customer) }
}
