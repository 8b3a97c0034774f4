import { accountOf, nameInArn } from '../../model/arn.ts'
import type { NodeClaim } from '../../model/facts.ts'
import { anyone, awsOrganizationMembers, globalId, type NodeId } from '../../model/node-id.ts'
import type { Condition } from './condition.ts'
import { type Context, contextOf, type KeyState, one } from './context.ts'
import type { AwsModel } from './model.ts'
import { trustedBy } from './named.ts'
import { OF_SERVICES } from './request-context.ts'
import { singledOut } from './singled-out.ts'
import type { StatedPrincipal, Statement } from './statement.ts'

/** Whom no import tells of: anyone, another account or organisation as a whole, one of its principals. */
export interface Outsider {
  readonly node: NodeClaim
  readonly caller: Caller
  /** Whether a principal that a statement names is this one; anyone is meant besides. */
  readonly means: (stated: StatedPrincipal) => boolean
  readonly missing?: string
}

/** Somebody outside, as the request shows them. */
export interface Caller {
  readonly context: Context
  /** What holds of the caller besides. */
  readonly conditions?: readonly Condition[]
}

export const external = (id: NodeId, name: string, more: Partial<NodeClaim> = {}): NodeClaim => ({
  id,
  kind: 'Identity',
  type: 'external',
  name,
  provider: 'aws',
  counts: false,
  stub: true,
  ...more,
})

export const isAnyone = (stated: StatedPrincipal): boolean => trustedBy(stated).who === 'anyone'

/** Anyone names principals as they like, but in an account of their own. */
const STRANGER: Condition = { operator: 'ArnLike', key: 'aws:PrincipalArn', values: ['arn:*:iam::000000000000:*'] }

export const strangers: Outsider = {
  node: external(anyone, 'anyone with an AWS account'),
  caller: {
    context: contextOf(
      about({
        'aws:principalaccount': one(''),
        'kms:calleraccount': one(''),
        'aws:principalorgid': 'absent',
        'aws:principalorgpaths': 'absent',
        'aws:principalarn': 'chosen',
      }),
    ),
    conditions: [STRANGER],
  },
  means: isAnyone,
}

export function accountOutside({ around }: AwsModel, account: string, partition = 'aws'): Outsider {
  return {
    node: {
      id: globalId(`arn:${partition}:iam::${account}:root`),
      kind: 'Group',
      type: 'account_root',
      name: `account root of ${account}`,
      provider: 'aws',
      account,
      stub: true,
    },
    caller: { context: contextOf(about(ofAccount(around.organization(account), account))) },
    means: isAccount(account),
  }
}

export function principalOutside({ around }: AwsModel, arn: string): Outsider {
  const account = accountOf(arn)
  const whose = account === undefined ? {} : ofAccount(around.organization(account), account)
  return {
    node: external(globalId(arn), nameInArn(arn), { account }),
    caller: { context: contextOf(about({ ...whose, 'aws:principalarn': one(arn) })) },
    means: (stated) => stated.value === arn || (account !== undefined && isAccount(account)(stated)),
    missing: `the policies of ${arn}: import the authorization details of account ${account ?? 'it belongs to'}`,
  }
}

function organizationOutside(organization: string): Outsider {
  const name = `everyone in organisation ${organization}`
  return {
    node: {
      id: awsOrganizationMembers(organization),
      kind: 'Group',
      type: 'organization_members',
      name,
      provider: 'aws',
      stub: true,
    },
    caller: { context: contextOf(about({ 'aws:principalorgid': one(organization) })) },
    means: () => false,
    missing: `the policies of ${name}: import the authorization details of its accounts`,
  }
}

/** Those whom a statement about anyone means after all, where no import tells of them. */
export function singledOutside(model: AwsModel, statement: Statement): readonly Outsider[] {
  const { arns, accounts, organizations } = singledOut(statement)
  const isUnseen = (account: string | undefined) => account !== undefined && !model.byAccount.has(account)
  return [
    ...arns.filter((arn) => isUnseen(accountOf(arn))).map((arn) => principalOutside(model, arn)),
    ...accounts.filter(isUnseen).map((account) => accountOutside(model, account)),
    ...organizations.map(organizationOutside),
  ]
}

/** Whether a principal is stated as this account: by its digits or its root. */
const isAccount =
  (account: string) =>
  (stated: StatedPrincipal): boolean => {
    const named = trustedBy(stated)
    return named.who === 'account' && named.account === account
  }

const ofAccount = (organization: string | undefined, account: string): Readonly<Record<string, KeyState>> => ({
  'aws:principalaccount': one(account),
  'kms:calleraccount': one(account),
  'aws:principalorgid': organization === undefined ? 'unknown' : one(organization),
  'aws:principalarn': { like: `arn:*:iam::${account}:*` },
})

/** What is the same of all callers that are no service. */
function about(known: Readonly<Record<string, KeyState>>): ReadonlyMap<string, KeyState> {
  return new Map<string, KeyState>([
    ['aws:principalisawsservice', one('false')],
    ['aws:currenttime', 'now'],
    ['aws:epochtime', 'now'],
    ...OF_SERVICES.map((key): [string, KeyState] => [key, 'absent']),
    ...Object.entries(known),
  ])
}
