/**
 * Values that are secrets by their looks, wherever somebody put them: in a name, a tag, a description. An importer
 * knows the fields that hold secrets; this is for the fields that should not. Not matched: ids that are public, such as
 * an AWS access key id.
 */
const shapes: readonly string[] = [
  '-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\\s\\S]*?(?:-----END [A-Z0-9 ]*-----|$)',
  'gh[pousr]_[A-Za-z0-9]{30,}',
  'github_pat_[A-Za-z0-9_]{30,}',
  'glpat-[A-Za-z0-9_-]{20,}',
  'xox[a-z]-[A-Za-z0-9-]{10,}',
  '\\bsk-(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{20,}',
  '[rs]k_(?:live|test)_[A-Za-z0-9]{16,}',
  'AIza[A-Za-z0-9_-]{35}',
  'ya29\\.[A-Za-z0-9_-]{20,}',
  'npm_[A-Za-z0-9]{36}',
  'pypi-[A-Za-z0-9_-]{40,}',
  'hf_[A-Za-z0-9]{30,}',
  'hvs\\.[A-Za-z0-9_-]{20,}',
  'eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]*',
  '[Bb]earer [A-Za-z0-9._~+/=-]{16,}',
  '(?<=://)[^/\\s:@]*:[^/\\s@]+(?=@)',
  '(?<=(?:password|passwd|pwd|secret|token|api[-_]?key|access[-_]?key)\\s?(?:=|: )\\s?[\'"]?)[^\\s\'"<>{}$]{8,}',
]

const secretValue = new RegExp(shapes.join('|'), 'gi')
const shortest = 12
const leftOut = '[left out]'
/** A part that each shape has, found fast: nearly every text has none. */
const marker =
  /-----BEGIN|gh[pousr]_|github_pat_|glpat-|xox|sk-|k_live_|k_test_|AIza|ya29|npm_|pypi-|hf_|hvs\.|eyJ|earer |:\/\/|=|: /i

export const holdsSecretValue = (text: string): boolean =>
  text.length >= shortest && (shows(text) || (text.includes('%') && shows(decoded(text))))

const shows = (text: string): boolean => marker.test(text) && text.search(secretValue) !== -1

/** Ids and URLs may write it as `%3A`. */
const decoded = (text: string): string =>
  text.replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** The same value, or a copy in which what looks like a secret is left out; `found` is called for each. */
export function withoutSecretValues<T>(value: T, found: () => void): T {
  return clean(value, found) as T
}

function clean(value: unknown, found: () => void): unknown {
  if (typeof value === 'string') return cleanText(value, found)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const copy = value.map((item) => clean(item, found))
    return copy.some((item, i) => item !== value[i]) ? copy : value
  }
  const entries = Object.entries(value)
  const cleaned = entries.map(([key, item]) => [cleanText(key, found), clean(item, found)] as const)
  const isSame = cleaned.every(([key, item], i) => key === entries[i]![0] && item === entries[i]![1])
  return isSame ? value : Object.fromEntries(cleaned)
}

function cleanText(text: string, found: () => void): string {
  if (!holdsSecretValue(text)) return text
  found()
  return shows(text) ? text.replace(secretValue, leftOut) : leftOut
}
