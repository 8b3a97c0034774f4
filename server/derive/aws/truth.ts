/** True, false, or open with the facts that would settle it. */
export type Truth = true | false | { readonly open: readonly string[] }

export const open = (...missing: readonly string[]): Truth => ({ open: missing })
export const isOpen = (truth: Truth): truth is { readonly open: readonly string[] } => typeof truth === 'object'

export const not = (truth: Truth): Truth => (isOpen(truth) ? truth : !truth)

export function both(truths: Iterable<Truth>): Truth {
  const missing: string[] = []
  for (const truth of truths) {
    if (truth === false) return false
    if (isOpen(truth)) missing.push(...truth.open)
  }
  return missing.length === 0 ? true : open(...new Set(missing))
}

/** Any one would do; while none is sure, the first open one says what to look for. */
export function either(truths: Iterable<Truth>): Truth {
  let first: Truth = false
  for (const truth of truths) {
    if (truth === true) return true
    if (first === false) first = truth
  }
  return first
}
