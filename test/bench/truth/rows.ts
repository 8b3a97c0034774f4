import { existsSync } from 'node:fs'
import { asking, type Estate } from './estate.ts'

export type Label = 'yes' | 'no' | 'conditional'

/** Labels of one account export: whether NAME-user and NAME-role escalate to administration of the account. */
export interface Rows {
  readonly rows: readonly { readonly name: string; readonly user?: Label; readonly role?: Label }[]
  readonly roleChain?: readonly (readonly [string, string])[]
}

export interface RowScore {
  readonly file: string
  readonly labels: number
  readonly right: number
  readonly wrong: readonly string[]
  /** Of the wrong ones: those that were said to administer, and do not. */
  readonly falseAdministrators: readonly string[]
  /** Of the yes and conditional ones: those without a told path, or with nothing named that is missing. */
  readonly unexplained: readonly string[]
}

export async function scoreRows(file: string, truth: Rows, now: Date): Promise<RowScore | undefined> {
  const exported = file.replace(/\.truth\.json$/, '.json')
  if (!existsSync(exported)) return undefined
  return asking([exported], now, async (estate) => {
    const wrong: string[] = []
    const falseAdministrators: string[] = []
    const unexplained: string[] = []
    let labels = 0
    for (const row of truth.rows) {
      for (const kind of ['user', 'role'] as const) {
        const label = row[kind]
        if (label === undefined) continue
        labels++
        const start = estate.identities.find(
          (id) => id.split(`:${kind}/`)[1]?.split('/').at(-1) === `${row.name}-${kind}`,
        )
        const said = start === undefined ? undefined : await saidOf(estate, start)
        if (said === 'yes' && label === 'no') falseAdministrators.push(`${row.name}-${kind}`)
        if (said !== label) wrong.push(`${row.name}-${kind}: ${said ?? 'not there'} for ${label}`)
        else if (!(await isExplained(estate, start!, said))) unexplained.push(`${row.name}-${kind}`)
      }
    }
    for (const [from, to] of truth.roleChain ?? []) {
      labels++
      if (!(await estate.reached(from)).holds(to)) wrong.push(`${from} does not reach ${to}`)
    }
    return { file: exported, labels, right: labels - wrong.length, wrong, falseAdministrators, unexplained }
  })
}

async function saidOf(estate: Estate, start: string): Promise<Label> {
  const { administers, mightAdminister } = await estate.reached(start)
  if (administers !== undefined) return 'yes'
  return mightAdminister === undefined ? 'no' : 'conditional'
}

async function isExplained(estate: Estate, start: string, said: Label): Promise<boolean> {
  if (said === 'no') return true
  const { administers, mightAdminister } = await estate.reached(start)
  const hops = await estate.path(start, (administers ?? mightAdminister)!)
  const isTold = hops.length > 0 && hops.every(({ evidence }) => evidence > 0)
  return isTold && (said === 'yes') === hops.every(({ missing }) => missing === null)
}
