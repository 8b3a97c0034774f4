/**
 * A permission that a step needs, and on what: the actor, the target, one of its policies, a workload, the instance
 * profile of another role, the provider whose assertions the target trusts, or new things.
 */
export interface Need {
  readonly action: string
  /** `new …` holds an ARN's end (`lambda:function:*`): the actor makes the thing, so any name that is allowed will do. */
  readonly on: 'self' | 'target' | 'policy' | 'workload' | 'profile' | 'provider' | 'nothing' | `new ${string}`
  /** Condition keys that the step itself sets. */
  readonly context?: Readonly<Record<string, string>>
  /** It attaches a policy: any will do that gives everything. */
  readonly attaches?: true
}

/** What must be so besides the permissions; each is a row of `prerequisites.ts`. */
export type Prerequisite =
  | 'it can become the target'
  | 'the target has fewer than two access keys'
  | 'the target has two access keys'
  | 'the target has no login profile'
  | 'the target has a login profile'
  | 'the target has an instance profile'
  | 'the target has no instance profile'
  | 'the target needs no second factor'
  | 'the policy takes another version'
  | 'an older version administers the account'
  | 'the account still makes launch configurations'

export interface Workload {
  /** Node types of such workloads in a workload list. */
  readonly types: readonly string[]
  readonly named: string
  /** The end of its ARN. */
  readonly arn: string
  readonly gives: 'CAN_WRITE' | 'CAN_EXECUTE'
  readonly settledBy: string
}

/** A step of the catalogue as data: whoever holds `needs` gains `gains`. */
export interface Escalation {
  readonly id: string
  readonly actor: 'user' | 'role' | 'user or role'
  /** What the step is aimed at; each candidate in the account is asked. */
  readonly target:
    | 'nobody'
    | 'own policy'
    | 'own group'
    | 'user'
    | 'role'
    | 'role and its policy'
    | 'role and its SAML provider'
    | 'group'
    | 'workload'
  readonly needs: readonly Need[]
  readonly where?: readonly Prerequisite[]
  /** The target must trust one of these services, and the actor may pass it to that one. */
  readonly services?: readonly string[]
  /** Something that must exist already and that the target runs in, or that the step changes. */
  readonly workload?: Workload
  /** A second role that is passed along: to which service, and what that must be able to do by it. */
  readonly beside?: { readonly service: string; readonly does: string }
  /** Of the workloads only those that run as some role, or only those that run as none. */
  readonly ofThose?: 'with a role' | 'without a role'
  /** The actor's own boundary: taken off, another one put in its place, rewritten, or an older version of it brought back. */
  readonly boundary?: 'taken off' | 'replaced' | 'rewritten' | 'brought back'
  /** `account`: the actor, or the target it then speaks for, can be given everything, or holds it but for a boundary. */
  readonly gains:
    | 'account'
    | 'account through the target'
    | 'account through the target without its boundary'
    | 'account without its boundary'
    | 'target'
  readonly says: string
  readonly technique: string
  readonly cutBy: string
  /** Where it is documented, if no catalogue lists it. */
  readonly source?: string
}

/** Where the catalogue tells more of a step; it numbers its paths, and lacks those of other names. */
export const catalogueOf = (id: string): { readonly catalogue?: string } =>
  /-\d{3}$/.test(id) ? { catalogue: `https://pathfinding.cloud/paths/${id}` } : {}
