import { globalId, type NodeId, secret, terraformResource } from '../../server/model/node-id.ts'
import { type Holder, sayAttached, sayDocument, sayPolicy } from './aws-policies.ts'
import { type Estate, idOf, leaveOut, sayEdge, sayThing, text, texts } from './estate.ts'
import { isValues, type Thing } from './plan-file.ts'

type Say = (estate: Estate, thing: Thing) => void
type Kind = 'user' | 'role' | 'group'

const holderOf = (estate: Estate, thing: Thing): Holder => ({ id: idOf(estate, thing), isThere: !thing.isNew })

/** Users, roles or groups that an argument names: in the same file, by reference, or elsewhere in the account. */
export function named(estate: Estate, thing: Thing, argument: string, kind: Kind): readonly Holder[] {
  const stated = text(thing, argument)
  const names = stated === undefined ? texts(thing, argument) : [stated]
  const type = `aws_iam_${kind}`
  if (names.length > 0) return names.flatMap((name) => byName(estate, thing, name, type, kind) ?? [])
  const value = thing.values[argument]
  const isKnown = value === null || Array.isArray(value)
  const found = isKnown ? [] : estate.references.of(thing, argument).filter((it) => it.type === type)
  const addresses = new Map(found.map((it) => [it.address, it]))
  return [...addresses.values()].map((it) => holderOf(estate, it))
}

function byName(estate: Estate, thing: Thing, name: string, type: string, kind: Kind): Holder | undefined {
  const here = estate.things.find((it) => it.type === type && text(it, 'name') === name)
  if (here) return holderOf(estate, here)
  const account = estate.accounts.of(thing)
  const id =
    account === undefined
      ? terraformResource(estate.root, `${type}/${name}`)
      : globalId(`arn:aws:iam::${account}:${kind}/${name}`)
  // An account export that knows its path tells the same alias.
  const aliases = account === undefined || kind === 'role' ? undefined : [`aws-${kind}:${account}:${name}`]
  const about = { name, provider: 'aws', account, stub: true, aliases }
  if (kind === 'group') estate.scoped.node({ id, kind: 'Group', type: 'group', ...about }, thing.pointer)
  else {
    const as = kind === 'role' ? 'role' : 'service_account'
    estate.scoped.node({ id, kind: 'Identity', type: as, ...about }, thing.pointer)
  }
  return { id, isThere: true }
}

const each =
  (argument: string, kind: Kind, say: (estate: Estate, thing: Thing, holder: Holder) => void): Say =>
  (estate, thing) => {
    const holders = named(estate, thing, argument, kind)
    if (holders.length === 0 && thing.values[argument] === undefined)
      leaveOut(estate, `a ${kind} that is known only after apply`)
    for (const holder of holders) say(estate, thing, holder)
  }

const principal =
  (type: 'service_account' | 'role'): Say =>
  (estate, thing) => {
    sayThing(estate, thing, { kind: 'Identity', type })
    const holder = holderOf(estate, thing)
    sayBoundary(estate, thing, holder)
    if (type !== 'role') return
    sayDocument(estate, thing, holder, 'trust', 'trust policy', 'assume_role_policy')
    for (const arn of texts(thing, 'managed_policy_arns')) sayAttached(estate, thing, holder, '', 'identity', arn)
    const inline = thing.values['inline_policy']
    for (const one of Array.isArray(inline) ? inline.filter(isValues) : []) {
      const name = typeof one['name'] === 'string' ? one['name'] : ''
      if (typeof one['policy'] === 'string')
        sayDocument(
          estate,
          { ...thing, values: one, address: `${thing.address} ${name}` },
          holder,
          'identity',
          name,
          'policy',
        )
    }
  }

function sayBoundary(estate: Estate, thing: Thing, holder: Holder): void {
  const boundary = thing.values['permissions_boundary']
  if (boundary === null || boundary === '') return
  if (boundary === undefined && estate.references.of(thing, 'permissions_boundary').length === 0) return
  sayAttached(estate, thing, holder, 'permissions_boundary', 'boundary')
}

const inline = (kind: Kind): Say =>
  each(kind, kind, (estate, thing, holder) =>
    sayDocument(estate, thing, holder, 'identity', text(thing, 'name') ?? thing.name, 'policy'),
  )
const attached = (argument: string, kind: Kind): Say =>
  each(argument, kind, (estate, thing, holder) => sayAttached(estate, thing, holder, 'policy_arn', 'identity'))

const members =
  (users: string, groups: string): Say =>
  (estate, thing) => {
    const into = named(estate, thing, groups, 'group')
    for (const user of named(estate, thing, users, 'user'))
      for (const group of into) sayEdge(estate, thing, { kind: 'MEMBER_OF', from: user.id, to: group.id })
  }

function sayKey(estate: Estate, thing: Thing): void {
  const keyId = text(thing, 'id')
  const active = text(thing, 'status') !== 'Inactive'
  for (const user of named(estate, thing, 'user', 'user')) {
    if (keyId === undefined) {
      leaveOut(estate, 'an access key that is made on apply')
      continue
    }
    const id: NodeId = secret('aws', keyId)
    const aliases = thing.sealed.map((it) => `fingerprint:${it}`)
    const about = { provider: 'aws', account: estate.accounts.of(thing), aliases }
    const name = `access key …${keyId.slice(-4)}`
    estate.scoped.node({ id, kind: 'Secret', type: 'access_key', name, ...about }, thing.pointer)
    const kind = active ? 'AUTHENTICATES_AS' : 'RELATES_TO'
    sayEdge(estate, thing, { kind, from: id, to: user.id })
  }
}

function sayProfile(estate: Estate, thing: Thing): void {
  const id = sayThing(estate, thing, { kind: 'Resource', type: 'aws_instance_profile', counts: false })
  for (const role of named(estate, thing, 'role', 'role'))
    sayEdge(estate, thing, { kind: 'RUNS_AS', from: id, to: role.id })
}

function sayProvider(estate: Estate, thing: Thing): void {
  const url = text(thing, 'url')?.replace(/^https:\/\//, '')
  const account = estate.accounts.of(thing)
  const own = text(thing, 'arn') ?? (url && account && `arn:aws:iam::${account}:oidc-provider/${url}`)
  if (!own || thing.when === 'planned') {
    leaveOut(estate, 'an identity provider that is made on apply')
    return
  }
  const about = { name: url ?? own, provider: 'aws', account, counts: false }
  const properties = { clientIds: [...texts(thing, 'client_id_list')] }
  estate.scoped.node(
    { id: globalId(own), kind: 'Resource', type: 'aws_oidc_provider', ...about, properties },
    thing.pointer,
  )
}

export const iamThings: Readonly<Record<string, Say>> = {
  aws_iam_user: principal('service_account'),
  aws_iam_role: principal('role'),
  aws_iam_group: (estate, thing) => void sayThing(estate, thing, { kind: 'Group', type: 'group' }),
  aws_iam_policy: (estate, thing) => {
    if (thing.when === 'planned' && !thing.isNew) return // told with each attachment
    sayPolicy(estate, thing, idOf(estate, thing), text(thing, 'name') ?? thing.address, 'identity')
  },
  aws_iam_user_policy: inline('user'),
  aws_iam_role_policy: inline('role'),
  aws_iam_group_policy: inline('group'),
  aws_iam_user_policy_attachment: attached('user', 'user'),
  aws_iam_role_policy_attachment: attached('role', 'role'),
  aws_iam_group_policy_attachment: attached('group', 'group'),
  aws_iam_policy_attachment: (estate, thing) => {
    attached('users', 'user')(estate, thing)
    attached('roles', 'role')(estate, thing)
    attached('groups', 'group')(estate, thing)
  },
  aws_iam_group_membership: members('users', 'group'),
  aws_iam_user_group_membership: members('user', 'groups'),
  aws_iam_access_key: sayKey,
  aws_iam_instance_profile: sayProfile,
  aws_iam_openid_connect_provider: sayProvider,
}
