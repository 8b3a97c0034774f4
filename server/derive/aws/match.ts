/**
 * IAM's wildcards: `*` any text, `?` any one character, both across `:` and `/`. A policy's author is not trusted, so
 * the matcher never backtracks: it walks the pattern's automaton in bit-parallel steps (Baeza-Yates and Gonnet,
 * "A new approach to text searching", 1992), one word for each 32 pattern characters and text character.
 */
export type Matcher = (text: string) => boolean

const STAR = 42
const ANY = 63

export function matcher(pattern: string): Matcher {
  if (!pattern.includes('*') && !pattern.includes('?')) return (text) => text === pattern
  if (/^\*+$/.test(pattern)) return () => true
  if (pattern.indexOf('*') === pattern.length - 1 && !pattern.includes('?')) {
    const prefix = pattern.slice(0, -1)
    return (text) => text.startsWith(prefix)
  }
  return automaton(pattern)
}

/** Bit i of a state set: the first i characters of the pattern (stars aside) are matched. */
function automaton(pattern: string): Matcher {
  const tokens = Array.from({ length: pattern.length }, (_, i) => pattern.charCodeAt(i)).filter((code) => code !== STAR)
  const words = (tokens.length >> 5) + 1
  const row = () => new Uint32Array(words)
  const loops = row()
  const anywhere = row()
  const byCode = new Map<number, Uint32Array>()
  const set = (bits: Uint32Array, at: number) => {
    bits[at >> 5]! |= 1 << (at & 31)
  }
  let at = 0
  for (let i = 0; i < pattern.length; i++) {
    const code = pattern.charCodeAt(i)
    if (code === STAR) set(loops, at)
    else set(code === ANY ? anywhere : (byCode.get(code) ?? byCode.set(code, row()).get(code)!), at++)
  }
  return (text) => {
    let states = row()
    let next = row()
    states[0] = 1
    for (let i = 0; i < text.length; i++) {
      const exact = byCode.get(text.charCodeAt(i))
      let carry = 0
      let alive = 0
      for (let w = 0; w < words; w++) {
        const moved = states[w]! & (anywhere[w]! | (exact?.[w] ?? 0))
        next[w] = (moved << 1) | carry | (states[w]! & loops[w]!)
        carry = moved >>> 31
        alive |= next[w]!
      }
      if (alive === 0) return false
      ;[states, next] = [next, states]
    }
    return (states[tokens.length >> 5]! & (1 << (tokens.length & 31))) !== 0
  }
}
