import type { GivenNode } from '../derivation.ts'

const keyOf = (tenant: unknown, appId: unknown) => `${tenant}/${appId}`

/** The service principal of an app registration in its own tenant: the two share the app id. */
export function principalsByApp(nodes: readonly GivenNode[]) {
  const all = nodes.filter(({ kind, provider, stub }) => kind === 'Identity' && provider === 'entra' && !stub)
  const byApp = new Map(all.map((it) => [keyOf(it.account, it.properties?.['appId']), it]))
  const elsewhere = Map.groupBy(all, (it) => String(it.properties?.['appId']))
  return {
    of: ({ account, properties }: GivenNode): GivenNode | undefined => {
      const appId = properties?.['appId']
      return appId === undefined ? undefined : byApp.get(keyOf(account, appId))
    },
    /** Those of other tenants that say they are of this registration. */
    inOtherTenants: ({ account, properties }: GivenNode): readonly GivenNode[] => {
      const appId = properties?.['appId']
      if (typeof appId !== 'string') return []
      return (elsewhere.get(appId) ?? []).filter(
        (it) => it.account !== account && it.properties?.['ownerTenant'] === account,
      )
    },
  }
}
