/** The parts of a schema that say which fields are known. */
interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
  readonly additionalProperties?: unknown
  readonly patternProperties?: unknown
}

/** Tells the fields of a record that its schema does not name, as `Statement/NotAction`; lists pass unnamed. */
export function unknownFields(schema: object, value: unknown, note: (name: string) => void, path = ''): void {
  const { properties, items, additionalProperties, patternProperties } = schema as Shape
  if (Array.isArray(value)) {
    if (items) for (const item of value) unknownFields(items, item, note, path)
    return
  }
  if (typeof value !== 'object' || value === null || !properties) return
  const isOpen = patternProperties !== undefined || (additionalProperties ?? false) !== false
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue
    const name = path === '' ? key : `${path}/${key}`
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined
    if (known) unknownFields(known, (value as Record<string, unknown>)[key], note, name)
    else if (!isOpen) note(name)
  }
}
