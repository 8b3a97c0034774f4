/** What is known of one condition key in the request at hand. */
export type KeyState =
  | { readonly values: readonly string[] }
  | 'absent'
  /** The time at which it is asked. */
  | 'now'
  /** The caller sets it, so an attacker sets it to what the policy wants. */
  | 'chosen'
  /** One of these, and the facts do not say which; `settledBy` names what would. */
  | { readonly oneOf: readonly KeyState[]; readonly settledBy: string }
  /** Some value that fits a pattern; the rest of it is not known. */
  | { readonly like: string }
  /** It is set, to what is not known. */
  | 'present'
  | 'unknown'

export interface Context {
  readonly key: (name: string) => KeyState
  /** Whether no request lacks the key, though the caller sets its value. */
  readonly isSent?: (key: string) => boolean
  /** What is tried for a key that the caller sets; undefined while whatever suits the statement is taken for sent. */
  readonly tries?: (key: string, operator: string, values: readonly string[], wanted: boolean) => KeyState | undefined
  /** What is supposed of a key that nobody knows; undefined where nothing is. */
  readonly supposes?: (key: string, operator: string, values: readonly string[]) => KeyState | undefined
}

/** Keys whose value travels in the request and is whatever its sender writes. */
const CHOSEN = new Set([
  'aws:useragent',
  'aws:referer',
  'aws:requestedregion',
  'aws:tagkeys',
  'aws:securetransport',
  'sts:rolesessionname',
  's3:prefix',
  's3:delimiter',
  's3:max-keys',
])

export const one = (value: string): KeyState => ({ values: [value] })

/** A context out of what is known; names are compared without case. What is not known is `unknown`. */
export function contextOf(known: ReadonlyMap<string, KeyState>, under?: Context): Context {
  return {
    key(name) {
      const lower = name.toLowerCase()
      const state = known.get(lower) ?? under?.key(lower)
      if (state !== undefined && state !== 'unknown') return state
      return CHOSEN.has(lower) || lower.startsWith('aws:requesttag/') ? 'chosen' : 'unknown'
    },
  }
}
