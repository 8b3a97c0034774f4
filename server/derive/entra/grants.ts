// https://learn.microsoft.com/graph/permissions-reference
import { allowed, conditionalOn, type Verdict } from '../../model/facts.ts'
import { entra } from '../../model/node-id.ts'
import { defineDerivation, type Given, type GivenNode } from '../derivation.ts'
import { type Permission, permissionsOf } from './granted-permissions.ts'
import { classOf } from './permission-classes.ts'
import { permissionProperties, readPermissionName } from './permission-name.ts'
import { takeoverOf } from './takeovers.ts'
import { partTypes, TenantParts } from './tenant-parts.ts'

export const entraGrants = defineDerivation({
  id: 'entra-grants',
  version: 1,
  adds: ['CAN_READ', 'CAN_WRITE', 'CAN_CONTROL', 'CONTAINS'],
  says: 'A consent or an app role reaches what its permissions name: an app role all of it, a delegated scope only what the signed-in user may; a permission nobody knows is kept as a condition.',
  reads: { nodes: ['delegated', 'application'], also: partTypes },
  derive(given, emit) {
    const parts = new TenantParts(given, emit)
    for (const grant of given.nodes) {
      const tenant = grant.account
      const own = grant.kind === 'Grant' && grant.provider === 'entra' && grant.properties?.['selfGranted'] !== true
      if (!own || tenant === undefined || !parts.tenant(tenant)) continue
      for (const permission of permissionsOf(given, grant)) {
        const edge = { from: grant.id, key: permission.name, confidence: 'granted' } as const
        const { name, level } = permission
        const note = level ? `${name}, level ${level} of 4.` : `${name}.`
        const about = { note, properties: permissionProperties(name, level) }
        const { access, partly, resource } = readPermissionName(permission.name)
        if (permission.api) {
          const verdict = conditionalOn(`what ${permission.name} of ${permission.api.name} allows`)
          const to = parts.api(tenant, permission.api.id, permission.api.name)
          for (const kind of access) emit.edge([grant], { kind, to, ...edge, ...about, ...verdict })
          continue
        }
        const takeover = takeoverOf.get(permission.name)
        if (takeover) {
          const { says, technique, source, missing } = takeover
          emit.edge([grant], {
            kind: 'CAN_CONTROL',
            to: parts.prize(tenant, takeover.gives),
            ...edge,
            ease: 'escalation',
            note: `${note} ${says}`,
            properties: { ...about.properties, technique, source },
            ...verdictOf(given, grant, permission, missing),
          })
          if (!missing) continue
        }
        const to = parts.part(tenant, classOf(resource), consenter(given, grant))
        const verdict = verdictOf(given, grant, permission, partly && `what ${permission.name} was given for`)
        for (const kind of access) emit.edge([grant], { kind, to, ...edge, ...about, ...verdict })
      }
    }
  },
})

/** Delegated permissions reach no more than the user who signs in, and the answers do not tell who does. */
function verdictOf(given: Given, grant: GivenNode, { name }: Permission, missing: string | undefined): Verdict {
  if (grant.type === 'application') return missing ? conditionalOn(missing) : allowed
  const user = consenter(given, grant)
  return conditionalOn(
    user
      ? `whether ${user.name} signs in with it; ${name} reaches only what that user may`
      : `which users sign in with it; ${name} reaches only what they may`,
  )
}

/** The one user of a consent that is not for everybody. */
function consenter(given: Given, { account, properties }: GivenNode): GivenNode | undefined {
  const principal = properties?.['principalId']
  return account !== undefined && typeof principal === 'string'
    ? given.node(entra(account, 'user', principal))
    : undefined
}
