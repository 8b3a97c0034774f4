import { allowed } from '../../server/model/facts.ts'
import { type NodeId, secret } from '../../server/model/node-id.ts'
import type { Emit, ScopedEmit } from '../importer.ts'
import type { Credential, GraphRecord } from './graph-record.ts'
import type { Tenant } from './tenant.ts'

/** How a credential opens its holder: a service principal signs in with it, an application hands it to its own. */
type Opens = 'signs in' | 'belongs to'

/**
 * States the passwords and certificates of an application or service principal. Graph hands out `secretText` once, when
 * the password is made: only its keyed fingerprint is kept, so that copies elsewhere are recognised.
 */
export function emitCredentials(
  tenant: Tenant,
  emit: Emit,
  into: ScopedEmit,
  record: GraphRecord,
  holder: NodeId,
  opens: Opens,
) {
  for (const [i, credential] of (record.passwordCredentials ?? []).entries()) {
    emitCredential('client_secret', credential, `/passwordCredentials/${i}`)
  }
  for (const [i, credential] of (record.keyCredentials ?? []).entries()) {
    emitCredential('certificate', credential, `/keyCredentials/${i}`)
  }

  function emitCredential(type: 'client_secret' | 'certificate', credential: Credential, at: string) {
    const { keyId, displayName, usage, startDateTime, endDateTime, secretText } = credential
    if (!keyId) return emit.skip(`the credential at ${at} has no keyId`)
    const fingerprint = secretText ? tenant.run.fingerprint(secretText) : undefined
    const id = secret('entra', keyId)
    // A key that signs tokens for single sign-on does not sign the service principal itself in.
    const signsTokens = usage?.toLowerCase() === 'sign'
    into.node(
      {
        id,
        kind: 'Secret',
        type,
        name: `${type === 'certificate' ? 'Certificate' : 'Client secret'} ${displayName || keyId}`,
        ...tenant.about,
        createdAt: startDateTime ?? undefined,
        expiresAt: endDateTime ?? undefined,
        ...(fingerprint ? { aliases: [`fingerprint:${fingerprint}`] } : {}),
        properties: { keyId, ...(usage ? { usage } : {}) },
      },
      at,
    )
    if (signsTokens) return emit.skip(`the certificate at ${at} signs tokens for others; nobody signs in with it`)
    const kind = opens === 'signs in' ? 'AUTHENTICATES_AS' : 'APPLIES_TO'
    const key = opens === 'signs in' ? undefined : 'credential'
    if (opens === 'signs in' && record.accountEnabled === false) {
      return emit.skip(`the service principal is disabled, so the credential at ${at} signs in as nobody`)
    }
    into.edge({ kind, from: id, to: holder, confidence: 'granted', ...(key ? { key } : {}), ...allowed }, at)
  }
}

/** In Entra an owner is privilege: he may add a credential, and so act as what he owns. */
export function emitOwners(tenant: Tenant, emit: Emit, into: ScopedEmit, record: GraphRecord, owned: NodeId) {
  for (const [i, owner] of (record.owners ?? []).entries()) {
    const at = `/owners/${i}`
    const claim = tenant.principal(owner)
    if (!claim) {
      emit.skip(`the owner at ${at} does not say whether it is a user, a group or a service principal`)
      continue
    }
    if (claim.kind !== 'Identity') {
      emit.skip(`the owner at ${at} is no user and no service principal`)
      continue
    }
    into.node(claim, at)
    const edge = { from: claim.id, to: owned, confidence: 'granted', ...allowed } as const
    into.edge({ kind: 'OWNS', ...edge }, at)
    into.edge(
      { kind: 'CAN_CONTROL', key: 'owner', note: 'An owner may add a credential and act with it.', ...edge },
      at,
    )
  }
}
