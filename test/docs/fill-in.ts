const marked = /(<!-- table:(\w+) -->\n)[\s\S]*?(<!-- \/table -->)/g

/** The document with every table between its markers made anew. A marker without a table is refused. */
export function fillIn(text: string, tables: ReadonlyMap<string, () => string>, file: string): string {
  return text.replace(marked, (_, open: string, name: string, close: string) => {
    const table = tables.get(name)
    if (!table) throw new Error(`${file}: no table is called ${name}; there are ${[...tables.keys()].join(', ')}`)
    return `${open}${table()}\n${close}`
  })
}
