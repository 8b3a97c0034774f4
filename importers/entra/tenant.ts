import type { NodeClaim } from '../../server/model/facts.ts'
import { entra, type NodeId } from '../../server/model/node-id.ts'
import type { Emit, Run, ScopedEmit } from '../importer.ts'
import type { DirectoryObject } from './graph-record.ts'

/** Graph answers rarely say which tenant they came from; without `--scope` their objects share this one. */
export const unknownTenant = 'unknown-tenant'

/**
 * Classes of answers that can arrive alone. Objects sort before rights, so that what a service principal says of itself
 * speaks louder than what its assignments say of it.
 */
export type Part =
  | 'objects/service-principals'
  | 'objects/applications'
  | 'objects/federated'
  | 'objects/directory'
  | 'rights/grants'
  | 'rights/app-roles'
  | 'rights/directory-roles'
  | 'rights/eligible-roles'

/** What one import knows of its tenant, and the short ways to speak of the tenant's objects. */
export class Tenant {
  readonly source: string
  readonly id: string
  readonly run: Run
  constructor(source: string, run: Run, id = run.scope ?? unknownTenant) {
    this.source = source
    this.run = run
    this.id = id
  }

  scope = (part: Part): string => `${this.source}:${this.id}:${part}`
  into = (emit: Emit, part: Part): ScopedEmit => emit.into(this.scope(part))
  node = (thing: Parameters<typeof entra>[1], objectId: string): NodeId => entra(this.id, thing, objectId)
  /** What every node of the tenant says. */
  get about(): Pick<NodeClaim, 'provider' | 'account'> {
    return { provider: 'entra', account: this.id }
  }

  get claim(): NodeClaim {
    return {
      id: this.node('tenant', this.id),
      kind: 'Resource',
      type: 'entra_tenant',
      name: this.id === unknownTenant ? 'Entra tenant (not named)' : `Entra tenant ${this.id}`,
      ...this.about,
    }
  }

  /** A service principal as its assignments show it: it exists, but whether it is managed is not said. */
  servicePrincipal(objectId: string, name?: string | null): NodeClaim {
    return {
      id: this.node('sp', objectId),
      kind: 'Identity',
      type: 'oauth_app',
      name: name || objectId,
      ...this.about,
      aliases: [`entra-object:${objectId}`],
    }
  }

  servicePrincipalStub(objectId: string, name?: string | null): NodeClaim {
    return { ...this.servicePrincipal(objectId, name), stub: true }
  }

  /** An owner or a principal as a reference shows it; undefined when it does not say what it is. */
  principal({ '@odata.type': type, id, displayName, userPrincipalName }: DirectoryObject): NodeClaim | undefined {
    switch (type?.replace('#microsoft.graph.', '')) {
      case 'user':
        return this.user(id, userPrincipalName || displayName, displayName === undefined)
      case 'group':
        return this.group(id, displayName)
      case 'servicePrincipal':
        return this.servicePrincipalStub(id, displayName)
      default:
        return userPrincipalName ? this.user(id, userPrincipalName, false) : undefined
    }
  }

  user(objectId: string, name?: string | null, stub = true): NodeClaim {
    return {
      id: this.node('user', objectId),
      kind: 'Identity',
      type: 'human',
      name: name || objectId,
      ...this.about,
      ...(stub ? { stub } : {}),
      aliases: [`entra-object:${objectId}`, ...(name?.includes('@') ? [`email:${name.toLowerCase()}`] : [])],
    }
  }

  group(objectId: string, name?: string | null): NodeClaim {
    return {
      id: this.node('group', objectId),
      kind: 'Group',
      type: 'group',
      name: name || objectId,
      ...this.about,
      aliases: [`entra-object:${objectId}`],
    }
  }

  /** An application that only its app id names; the alias is the registration's own. */
  registration(appId: string): NodeClaim {
    return {
      id: this.node('app', `appId/${appId}`),
      kind: 'Resource',
      type: 'entra_application',
      name: `${appId} (app registration)`,
      ...this.about,
      stub: true,
      counts: false,
      aliases: [this.registrationAlias(appId)],
    }
  }

  registrationAlias = (appId: string): string => `entra-registration-${this.id}:${appId}`
}
