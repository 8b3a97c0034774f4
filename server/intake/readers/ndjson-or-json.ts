/** Whether a file that may be either holds one JSON value a line, by what follows its first value. */
export function isNdjson(head: Uint8Array, selectors: readonly string[], name: string): boolean {
  if (/\.(?:ndjson|jsonl)(?:\.gz)?$/i.test(name)) return true
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('utf8')
  const start = text.search(/\S/)
  if (start === -1 || text[start] !== '{') return false
  const end = endOfValue(text, start)
  if (end === undefined) return false // one document, longer than the head
  if (text.slice(end).trim() !== '') return !text.slice(start, end).includes('\n')
  return !hasSelectedKey(text.slice(start, end), selectors)
}

/** Just after the object or list that begins at `start`. */
function endOfValue(text: string, start: number): number | undefined {
  let depth = 0
  for (let i = start; i < text.length; i++) {
    const c = text[i]
    if (c === '"') {
      for (i++; i < text.length && text[i] !== '"'; i++) if (text[i] === '\\') i++
    } else if (c === '{' || c === '[') depth++
    else if ((c === '}' || c === ']') && --depth === 0) return i + 1
  }
  return undefined
}

/** A single value is a document when it has a part that is selected there, else a file of one line. */
function hasSelectedKey(text: string, selectors: readonly string[]): boolean {
  const firsts = new Set(selectors.filter((at) => at !== 'line').map((at) => at.split('/')[1] ?? '*'))
  if (firsts.has('*')) return true
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && Object.keys(value).some((key) => firsts.has(key))
  } catch {
    return true
  }
}
