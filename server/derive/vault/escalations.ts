import type { GivenNode } from '../derivation.ts'
import type { Holder } from './estate.ts'
import { type Allowance, allowedAt, may, merged } from './rules.ts'

/** How a holder of policies comes to hold any policy there is. */
export interface Escalation {
  readonly id: string
  /** What decides it, where it is so. */
  readonly by: (holder: Holder) => readonly Allowance[] | undefined
  /** True where what is gained is a policy that exists: one that controls everything must be known. */
  readonly attaches?: true
  readonly missing?: string
  readonly says: string
  /** ATT&CK id. */
  readonly technique: string
  readonly source: string
}

const docs = 'https://developer.hashicorp.com/vault'
/** A name that no rule names: what is allowed of it is allowed of any new one. */
const anyNew = 'ambit-any-name'

const write = ['create', 'update'] as const
const at =
  (path: string, ...capabilities: readonly string[]) =>
  ({ rules }: Pick<Holder, 'rules'>): Allowance[] | undefined => {
    const found = allowedAt(rules, path)
    return found && capabilities.every((it) => it.split('|').some((one) => may(found, one))) ? [found] : undefined
  }
const writes = (path: string) => at(path, write.join('|'))

/** Its own policy, by either of the two paths that policies have. */
const writesOwnPolicy = ({ rules, policies }: Pick<Holder, 'rules' | 'policies'>) =>
  policies
    .filter(({ name }) => name !== 'default' && name !== 'root')
    .map(({ name }) => writes(`sys/policies/acl/${name}`)({ rules }) ?? writes(`sys/policy/${name}`)({ rules }))
    .find((found) => found !== undefined)

export const escalations: readonly Escalation[] = [
  {
    id: 'POLICY_WRITE',
    by: writesOwnPolicy,
    says: 'It may write anything into a policy that it holds.',
    technique: 'T1098.003',
    source: `${docs}/api-docs/system/policies#create-update-acl-policy`,
  },
  {
    id: 'TOKEN_CREATE_SUDO',
    by: at('auth/token/create', write.join('|'), 'sudo'),
    attaches: true,
    says: 'With sudo it may make a token that has policies it does not hold itself.',
    technique: 'T1098.001',
    source: `${docs}/api-docs/auth/token#policies`,
  },
  {
    id: 'TOKEN_ROLE_WRITE',
    by: (holder) => {
      const [role, use] = [writes(`auth/token/roles/${anyNew}`)(holder), writes(`auth/token/create/${anyNew}`)(holder)]
      return role && use && [...role, ...use]
    },
    attaches: true,
    says: 'It may make a token role with any policy, and a token by it.',
    technique: 'T1098.001',
    source: `${docs}/api-docs/auth/token#create-update-token-role`,
  },
  {
    id: 'IDENTITY_WRITE',
    by: (holder) => writes(`identity/entity/name/${anyNew}`)(holder) ?? writes(`identity/group/name/${anyNew}`)(holder),
    attaches: true,
    missing: 'which entity it signs in as',
    says: 'It may attach policies to entities and groups.',
    technique: 'T1098.003',
    source: `${docs}/api-docs/secret/identity/entity#create-an-entity`,
  },
  {
    id: 'RAW_STORAGE',
    by: at('sys/raw/core', 'read', 'sudo'),
    missing: 'whether the server lets its raw storage be read (raw_storage_endpoint)',
    says: 'It may read the storage below all policies.',
    technique: 'T1555',
    source: `${docs}/api-docs/system/raw`,
  },
]

/** Writing a role gives any policy to whoever signs in by it; what is needed to sign in, too, is another path. */
export const roleWrite = {
  id: 'ROLE_WRITE',
  says: 'It may give any policy to a role, and sign in by it.',
  technique: 'T1098.003',
  source: `${docs}/api-docs/auth/approle#create-update-approle`,
} as const

export const secretId = {
  id: 'SECRET_ID',
  says: 'It may have a secret id of the role made, and sign in by it.',
  technique: 'T1098.001',
  source: `${docs}/api-docs/auth/approle#generate-new-secret-id`,
} as const

/** Whether a policy alone comes to everything: its holder may write anything into it. */
export const controlsAll = (policy: GivenNode): boolean => {
  const policies = [policy]
  return writesOwnPolicy({ rules: merged(policies), policies }) !== undefined
}

export interface RoleStep {
  readonly allowances: readonly Allowance[]
  readonly missing?: string
}

/** What lets a holder sign in by an AppRole: a new secret id, and the role's id, which is often no secret. */
export function signsInBy({ rules }: Holder, { properties }: GivenNode): RoleStep | undefined {
  const path = `auth/${properties?.['mount']}/role/${properties?.['role']}`
  const id = allowedAt(rules, `${path}/role-id`)
  const knowsId = may(id, 'read')
  const missing = knowsId ? undefined : `the id of the role ${properties?.['role']}`
  const open = missing === undefined ? {} : { missing }
  if (properties?.['withoutSecretId'] === true) return knowsId ? { allowances: [id!] } : undefined
  const made = allowedAt(rules, `${path}/secret-id`)
  if (!may(made, ...write)) return undefined
  return { allowances: knowsId ? [made!, id!] : [made!], ...open }
}

export const writesRole = ({ rules }: Holder, { properties }: GivenNode): Allowance | undefined => {
  const found = allowedAt(
    rules,
    `auth/${properties?.['mount']}/${pathOf(properties?.['sort'])}/${properties?.['role']}`,
  )
  return may(found, ...write) ? found : undefined
}

const pathOf = (sort: unknown) => (sort === 'role' ? 'role' : `${sort}s`)
