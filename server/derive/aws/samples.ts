/** A text of a policy, literally or with IAM's wildcards. */
export interface Shape {
  readonly text: string
  readonly wild: boolean
  /** Compared part by part: its wildcards do not cross a colon before the last part. */
  readonly arn?: boolean
}

/** The walk gives up here rather than take long over a policy written to be slow; the caller has to say so. */
const MOST_STATES = 5_000

/**
 * One text for each way in which texts can fit some of the shapes and miss the others: what one request may carry is
 * among them, as far as these shapes can tell. Undefined where that took too long.
 */
export function samples(shapes: readonly Shape[]): readonly string[] | undefined {
  if (!shapes.some(isPattern)) return among(shapes)
  const key = JSON.stringify(shapes)
  if (!walked.has(key)) {
    if (walked.size >= MOST_KEPT) walked.clear()
    walked.set(key, among(shapes))
  }
  return walked.get(key)
}

/** The same statements are asked about many things, and a walk may be long. */
const walked = new Map<string, readonly string[] | undefined>()
const MOST_KEPT = 1_000

function among(shapes: readonly Shape[]): readonly string[] | undefined {
  const texts = new Set(shapes.map(({ text }) => text))
  if (!shapes.some(isPattern)) return [...texts, other([...texts])]
  return walk(
    shapes.map(automaton),
    [...new Set(shapes.flatMap(({ text }) => [...text]))].filter((c) => c !== '*' && c !== '?'),
  )
}

const isPattern = ({ text, wild }: Shape): boolean => wild && /[*?]/.test(text)

/** A text that is none of these. */
function other(texts: readonly string[]): string {
  let text = 'ambit'
  while (texts.some((it) => it.toLowerCase() === text)) text += '-'
  return text
}

/** Bit i of a state: the first i characters of the shape (stars aside) are matched. */
interface Automaton {
  readonly step: (state: bigint, character: string) => bigint
  readonly accepts: (state: bigint) => boolean
}

function automaton({ text, wild, arn = false }: Shape): Automaton {
  let length = 0n
  let loops = 0n
  let anywhere = 0n
  let within = 0n
  let colons = 0
  const at = new Map<string, bigint>()
  for (const character of text) {
    if (arn && colons < 5 && (character === '*' || character === '?')) within |= 1n << length
    if (character === ':') colons++
    if (wild && character === '*') loops |= 1n << length
    else if (wild && character === '?') anywhere |= 1n << length++
    else at.set(character, (at.get(character) ?? 0n) | (1n << length++))
  }
  return {
    step(state, character) {
      const [jokers, stars] = character === ':' ? [anywhere & ~within, loops & ~within] : [anywhere, loops]
      return ((state & (jokers | (at.get(character) ?? 0n))) << 1n) | (state & stars)
    },
    accepts: (state) => ((state >> length) & 1n) === 1n,
  }
}

/** All shapes read the same text at once, shortest texts first; what none of them can still match is not read on. */
function walk(automata: readonly Automaton[], characters: readonly string[]): readonly string[] | undefined {
  const alphabet = [...characters, unused(characters)]
  const found = new Map<string, string>()
  const seen = new Set<string>()
  let level: { readonly text: string; readonly states: readonly bigint[] }[] = [
    { text: '', states: automata.map(() => 1n) },
  ]
  while (level.length > 0) {
    const next: typeof level = []
    for (const { text, states } of level) {
      for (const character of alphabet) {
        const stepped = automata.map(({ step }, i) => step(states[i]!, character))
        const mark = stepped.join()
        if (seen.has(mark)) continue
        if (seen.size >= MOST_STATES) return undefined
        seen.add(mark)
        const longer = text + character
        const fits = automata.map(({ accepts }, i) => Number(accepts(stepped[i]!))).join('')
        if (!found.has(fits)) found.set(fits, longer)
        next.push({ text: longer, states: stepped })
      }
    }
    level = next
  }
  return [...found.values()]
}

const unused = (characters: readonly string[]): string =>
  [...'xyzabcdefghijklmnopqrstuvw0123456789-_.XYZ'].find((it) => !characters.includes(it)) ?? '\u0004'
