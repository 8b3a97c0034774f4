// https://developer.hashicorp.com/vault/docs/concepts/policies
import { allowed, conditionalOn, type Verdict } from '../../model/facts.ts'
import { type NodeId, vault } from '../../model/node-id.ts'
import { type Basis, type DeriveEmit, defineDerivation, type GivenNode } from '../derivation.ts'
import { controlsAll, type Escalation, escalations, roleWrite, secretId, signsInBy, writesRole } from './escalations.ts'
import { type Holder, VaultEstate } from './estate.ts'
import { type Allowance, allowedAt, may } from './rules.ts'

export const vaultAccess = defineDerivation({
  id: 'vault-access',
  version: 1,
  adds: ['CAN_READ', 'CAN_WRITE', 'CAN_CONTROL', 'ESCALATES_TO', 'CONTAINS'],
  says: 'What the policies of a role, entity or token let it read and write, by the most specific path and never where any of them denies; and how it comes to hold more: by writing policies, roles or entities, by secret ids, and by sudo over tokens.',
  reads: {
    nodes: ['vault_server'],
    also: ['vault_policy', 'role', 'bot', 'human', 'service_account', 'group'],
    edges: ['APPLIES_TO', 'MEMBER_OF'],
  },
  derive(given, emit) {
    for (const server of given.nodes.filter(({ type }) => type === 'vault_server')) {
      const estate = new VaultEstate(given, server)
      for (const name of estate.unread) {
        emit.gap({
          missing: `what the policy ${name} allows`,
          settledBy: `vault read -format=json sys/policies/acl/${name}`,
        })
      }
      const paths = pathsOf(estate)
      const strong = estate.strong(controlsAll)
      for (const holder of estate.holders) {
        deriveAccess(estate, emit, holder, paths)
        for (const step of escalations) deriveStep(estate, emit, holder, step, strong)
        for (const role of estate.roles) deriveRole(estate, emit, holder, role, strong)
      }
    }
  },
})

/** What lies below these is no secret to read, but a way to more. */
const notData = /^(?:sys|auth|identity|cubbyhole)(?:\/|$)|^[+*]/

/** Every path that a policy somebody holds names, so that a right is about what is known. */
const pathsOf = (estate: VaultEstate): readonly string[] => {
  const rules = estate.holders.flatMap(({ rules }) => rules)
  return [...new Set(rules.flatMap(({ path }) => (notData.test(path) ? [] : path)))].sort()
}

function deriveAccess(estate: VaultEstate, emit: DeriveEmit, holder: Holder, paths: readonly string[]) {
  for (const path of paths) {
    const found = allowedAt(holder.rules, path)
    if (!found) continue
    const writes = may(found, 'create', 'update', 'patch', 'delete')
    // Of a version 2 store the metadata name a secret and do not show it.
    const reads = may(found, 'read') && !/^[^/]+\/metadata(?:\/|$)/.test(path)
    if (!reads && !writes) continue
    const to = statePath(estate, emit, path, found)
    for (const kind of [...(reads ? ['CAN_READ'] : []), ...(writes ? ['CAN_WRITE'] : [])]) {
      emit.edge([...holder.restsOn, ...found.rule.policies], {
        kind,
        from: holder.node.id,
        to,
        key: found.rule.path,
        confidence: 'granted',
        note: noteOf(holder, found),
        ...verdictOf([found.missing]),
      })
    }
  }
}

/** A narrower rule that denies takes its part out of a wide one. */
function noteOf({ rules }: Holder, { rule }: Allowance): string {
  const less = rules.filter(({ path, capabilities }) => capabilities.size === 0 && path !== rule.path)
  const inside = less.filter(({ path }) => path.startsWith(rule.path.replace(/[+*].*$/, ''))).map(({ path }) => path)
  const named = `The path ${rule.path} of the policy ${rule.policies.map(({ name }) => name).join(' and ')} lets it`
  return inside.length === 0 ? `${named}.` : `${named}, but not ${inside.join(', ')}.`
}

function statePath({ server }: VaultEstate, emit: DeriveEmit, path: string, { rule }: Allowance): NodeId {
  const id = vault(server.account ?? '', 'path', path)
  emit.node([server, ...rule.policies], {
    id,
    kind: 'Resource',
    type: 'vault_path',
    name: path,
    provider: 'vault',
    account: server.account,
    properties: { path },
  })
  emit.edge([server], { kind: 'CONTAINS', from: server.id, to: id, confidence: 'granted', ...allowed })
  return id
}

const verdictOf = (missing: readonly (string | undefined)[]): Verdict => {
  const facts = missing.filter((it) => it !== undefined)
  return facts.length === 0 ? allowed : conditionalOn([...new Set(facts)].join('; '))
}

const noStrong = 'which policy controls everything: no imported one does'

interface Said extends Pick<Escalation, 'id' | 'says' | 'technique' | 'source'> {}

const claimOf = ({ id, says, technique, source }: Said, missing: readonly (string | undefined)[]) =>
  ({
    key: id,
    ease: 'escalation',
    confidence: 'granted',
    note: says,
    properties: { technique, source },
    ...verdictOf(missing),
  }) as const

function deriveStep(
  { server }: VaultEstate,
  emit: DeriveEmit,
  holder: Holder,
  step: Escalation,
  strong: GivenNode | undefined,
) {
  const root: Said = {
    id: 'ROOT',
    says: 'The root policy lets it do anything.',
    technique: 'T1078',
    source: 'https://developer.hashicorp.com/vault/docs/concepts/policies#root-policy',
  }
  if (holder.isRoot) {
    const claim = { ...claimOf(root, []), ease: 'direct' }
    emit.edge([...holder.restsOn, server], { kind: 'CAN_CONTROL', from: holder.node.id, to: server.id, ...claim })
    return
  }
  const by = step.by(holder)
  if (!by) return
  const basis: Basis[number][] = [...holder.restsOn, server, ...by.flatMap(({ rule }) => rule.policies)]
  if (step.attaches && strong) basis.push(strong)
  const missing = [...by.map((it) => it.missing), step.missing, step.attaches && !strong ? noStrong : undefined]
  emit.edge(basis, { kind: 'CAN_CONTROL', from: holder.node.id, to: server.id, ...claimOf(step, missing) })
}

/** A role of an auth method: signing in by it, and giving it any policy. */
function deriveRole(
  { server }: VaultEstate,
  emit: DeriveEmit,
  holder: Holder,
  role: GivenNode,
  strong: GivenNode | undefined,
) {
  if (holder.isRoot || role.id === holder.node.id) return deriveOwnRole(server, emit, holder, role, strong)
  const isAppRole = role.properties?.['method'] === 'approle'
  const step = isAppRole ? signsInBy(holder, role) : undefined
  const basis = (more: readonly Allowance[]) => [...holder.restsOn, role, ...more.flatMap(({ rule }) => rule.policies)]
  if (step) {
    const missing = [...step.allowances.map((it) => it.missing), step.missing, networkOf(role)]
    const edge = { kind: 'ESCALATES_TO', from: holder.node.id, to: role.id } as const
    emit.edge(basis(step.allowances), { ...edge, ...claimOf(secretId, missing) })
  }
  const written = writesRole(holder, role)
  if (!written) return
  const signsIn = isAppRole
    ? step
      ? step.missing
      : `a secret id of the role ${role.name}`
    : `who may be let in by the role ${role.name}: what it is bound to may be written too, if a token of its issuer is to be had`
  const missing = [written.missing, signsIn, strong ? undefined : noStrong]
  const on = [...basis([written, ...(step?.allowances ?? [])]), server, ...(strong ? [strong] : [])]
  emit.edge(on, { kind: 'CAN_CONTROL', from: holder.node.id, to: server.id, ...claimOf(roleWrite, missing) })
}

/** Whoever has signed in by a role and may write it signs in anew, with more. */
function deriveOwnRole(
  server: GivenNode,
  emit: DeriveEmit,
  holder: Holder,
  role: GivenNode,
  strong: GivenNode | undefined,
) {
  const written = holder.isRoot ? undefined : writesRole(holder, role)
  if (!written) return
  const basis = [...holder.restsOn, server, ...written.rule.policies, ...(strong ? [strong] : [])]
  const claim = claimOf(roleWrite, [written.missing, strong ? undefined : noStrong])
  emit.edge(basis, { kind: 'CAN_CONTROL', from: holder.node.id, to: server.id, ...claim })
}

function networkOf({ properties, name }: GivenNode): string | undefined {
  const networks = properties?.['networks']
  return Array.isArray(networks)
    ? `whether it can act from ${networks.join(', ')}, to which ${name} is bound`
    : undefined
}
