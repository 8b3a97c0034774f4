import type { GivenEdge, GivenNode } from '../derivation.ts'
import { type Statement, statementsOf } from './statement.ts'
import type { Truth } from './truth.ts'
import { wellKnownPolicy } from './well-known-policies.ts'

/** A policy's statements that speak of an action, found once for all principals that share the policy. */
export interface Policy {
  readonly node: GivenNode
  /** Undefined when the document was not in the export. */
  readonly statements: readonly Statement[] | undefined
  readonly about: (action: string) => { readonly allows: readonly Statement[]; readonly denies: readonly Statement[] }
}

export interface Attached {
  readonly policy: Policy
  /** The attachment, and the membership it comes through. */
  readonly via: readonly GivenEdge[]
  /** It counts once the principal has done what this lets it do: join the group, put it in its boundary's place. */
  readonly enabledBy?: Decision | undefined
}

/** The statement that gives the answer, for the reader and as evidence. */
export interface Grant {
  readonly attached: Attached
  readonly statement: Statement
  /** What was asked of it, where that is not what the decision is about. */
  readonly action?: string
  readonly resource?: string
}

export interface Decision {
  readonly truth: Truth
  readonly by: readonly Grant[]
}

const NONE = { allows: [], denies: [] } as const

const policies = new WeakMap<GivenNode, Policy>()

export function policyOf(node: GivenNode): Policy {
  const policy = policies.get(node) ?? read(node)
  policies.set(node, policy)
  return policy
}

function read(node: GivenNode): Policy {
  const document = node.properties?.['document'] ?? wellKnownPolicy(node.id)
  if (document === undefined) return { node, statements: undefined, about: () => NONE }
  const statements = statementsOf(document)
  return { node, statements, about: indexed(statements) }
}

export function indexed(statements: readonly Statement[]): Policy['about'] {
  const found = new Map<string, ReturnType<Policy['about']>>()
  return (action) => {
    const known = found.get(action)
    if (known !== undefined) return known
    const speaking = statements.filter(({ onAction }) => onAction(action))
    const answer = {
      allows: speaking.filter(({ effect }) => effect === 'Allow'),
      denies: speaking.filter(({ effect }) => effect === 'Deny'),
    }
    found.set(action, answer)
    return answer
  }
}

export const denied: Decision = { truth: false, by: [] }
export const decisionOf = (truth: Truth, ...by: readonly Grant[]): Decision =>
  truth === false ? denied : { truth, by }
