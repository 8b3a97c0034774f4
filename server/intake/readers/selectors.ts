/** The importer's selectors as a tree, so that one walk over a document finds the records of all of them. */
export interface Step {
  readonly children: Map<string, Step>
  /** `*`: any key or index. */
  star: Step | undefined
  /** `#`: any index, no key. */
  index: Step | undefined
  /** `arn:*`: any key that begins so. */
  readonly beginnings: Map<string, Step>
  /** The selectors that end here. */
  readonly ends: Selector[]
}

interface Selector {
  readonly at: string
  readonly segments: readonly string[]
}

const newStep = (): Step => ({
  children: new Map(),
  star: undefined,
  index: undefined,
  beginnings: new Map(),
  ends: [],
})

/** Of JSON pointers with `*`, `#` and beginnings of keys; `line` and `row` select nothing in a document. */
export function compileSelectors(ats: readonly string[]): Step {
  const root = newStep()
  for (const at of new Set(ats)) {
    if (at === 'line' || at === 'row') continue
    const segments = at === '' ? [] : at.slice(1).split('/')
    let step = root
    for (const segment of segments) step = stepInto(step, segment)
    step.ends.push({ at, segments })
  }
  return root
}

function stepInto(step: Step, segment: string): Step {
  if (segment === '*') {
    step.star ??= newStep()
    return step.star
  }
  if (segment === '#') {
    step.index ??= newStep()
    return step.index
  }
  const isBeginning = segment.endsWith('*')
  const key = unescapeKey(isBeginning ? segment.slice(0, -1) : segment)
  const among = isBeginning ? step.beginnings : step.children
  const child = among.get(key) ?? newStep()
  among.set(key, child)
  return child
}

const unescapeKey = (segment: string) => segment.replaceAll('~1', '/').replaceAll('~0', '~')

const none: readonly Step[] = []

/** Where the walk is after going to `key`, of an object or a list. */
export function follow(steps: readonly Step[], key: string, isIndex: boolean): readonly Step[] {
  if (steps.length === 0) return none
  const next: Step[] = []
  for (const step of steps) {
    const child = step.children.get(key)
    if (child) next.push(child)
    if (step.star) next.push(step.star)
    if (step.index && isIndex) next.push(step.index)
    for (const [beginning, begun] of step.beginnings) if (!isIndex && key.startsWith(beginning)) next.push(begun)
  }
  return next
}

/** The parts of the path that the selector does not name in full. */
export const starsOf = ({ segments }: Selector, path: readonly string[]): string[] =>
  segments.flatMap((segment, i) => (segment === '#' || segment.endsWith('*') ? path[i]! : []))
