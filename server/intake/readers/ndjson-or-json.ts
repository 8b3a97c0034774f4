/**
 * How a file that may be either is read, by what follows its first value: one JSON value a line, one document with
 * records in it, or a lone record that is written over several lines.
 */
export function shapeOf(head: Uint8Array, selectors: readonly string[], name: string): 'ndjson' | 'json' | 'lone' {
  if (/\.(?:ndjson|jsonl)(?:\.gz)?$/i.test(name)) return 'ndjson'
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('utf8')
  const start = text.search(/\S/)
  if (start === -1 || text[start] !== '{') return 'json'
  const end = endOfValue(text, start)
  if (end === undefined) return 'json' // one document, longer than the head
  const first = text.slice(start, end)
  if (text.slice(end).trim() !== '') return first.includes('\n') ? 'json' : 'ndjson'
  if (hasSelectedList(first, selectors)) return 'json'
  return first.includes('\n') ? 'lone' : 'ndjson'
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

/** A single value is a document when it has a part in which records are selected, else a record itself. */
function hasSelectedList(text: string, selectors: readonly string[]): boolean {
  const firsts = new Set(selectors.filter((at) => at === '' || /\/[*#]/.test(at)).map((at) => at.split('/')[1] ?? '*'))
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return false
    return Object.keys(value).some((key) => firsts.has(key)) || (firsts.has('*') && !isRecord(value))
  } catch {
    return true
  }
}

/** A record has objects beside texts and numbers; a document with lists under any name has one of both at most. */
function isRecord(value: object): boolean {
  const parts: readonly unknown[] = Object.values(value).filter((part) => part !== null && !Array.isArray(part))
  return parts.some((part) => typeof part === 'object') && parts.some((part) => typeof part !== 'object')
}
