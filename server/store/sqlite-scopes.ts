import type { DatabaseSync } from 'node:sqlite'

/** A scope's name is kept once, and facts name it by a number. */
export class ScopeNames {
  readonly #db: DatabaseSync
  readonly #names = new Map<number, string>()

  constructor(db: DatabaseSync) {
    this.#db = db
  }

  all(): { readonly seq: number; readonly name: string }[] {
    const rows = this.#db.prepare('SELECT seq, name FROM scope_names ORDER BY name').all()
    return rows as { seq: number; name: string }[]
  }

  nameOf(seq: number): string {
    const known = this.#names.get(seq)
    if (known !== undefined) return known
    for (const { seq: each, name } of this.all()) this.#names.set(each, name)
    return this.#names.get(seq)!
  }

  /** Its number, newly given if need be. */
  seqOf(name: string): number {
    this.#db.prepare('INSERT INTO scope_names (name) VALUES (?) ON CONFLICT DO NOTHING').run(name)
    return (this.#db.prepare('SELECT seq FROM scope_names WHERE name = ?').get(name) as { seq: number }).seq
  }
}
