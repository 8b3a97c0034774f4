import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { escalations } from '../../../server/derive/aws/escalations.ts'
import { asking, type Estate } from './estate.ts'
import { isOpenlyAdministrator, readExports } from './exports.ts'
import { type Lab, onPath } from './lab.ts'
import { twinsOf, writeExports } from './twins.ts'

export interface LabScore {
  readonly scenario: string
  readonly goals: number
  readonly missed: readonly string[]
  readonly falseAdministrators: readonly string[]
  /** Undefined where the labels name no step that Ambit's catalogue knows by an id. */
  readonly byExpectedStep: boolean | undefined
  readonly twins: number
  readonly twinsWithPath: readonly string[]
}

export async function scoreLab(lab: Lab, truthFile: string, now: Date): Promise<LabScore | undefined> {
  const folder = join(dirname(truthFile), lab.scenario)
  if (lab.usable === false || !existsSync(folder)) return undefined
  const files = readdirSync(folder).map((name) => join(folder, name))
  const exports = readExports(files)
  const open = new Set(isOpenlyAdministrator(exports))
  const { administrators, ...answer } = await asking(files, now, async (estate) => {
    const held = await estate.reached(lab.start)
    const mayBe = new Set(lab.target === 'to-admin' ? onPath(lab) : [])
    const found: string[] = []
    for (const id of estate.identities) if ((await estate.reached(id)).administers !== undefined) found.push(id)
    return {
      administrators: new Set(found.filter((id) => id !== lab.start && open.has(id))),
      missed: lab.goals.filter((goal) => !held.holds(goal)),
      falseAdministrators: found.filter((id) => !mayBe.has(id) && !open.has(id)),
      byExpectedStep: await takesExpectedStep(estate, lab),
    }
  })
  const twins = twinsOf(lab, exports, administrators)
  const twinsWithPath: string[] = []
  for (const twin of twins) {
    const reaches = await writeExports(twin.exports, (paths) =>
      asking(paths, now, async (estate) => lab.goals.some((await estate.reached(lab.start)).holds)),
    )
    if (reaches) twinsWithPath.push(twin.name)
  }
  return { scenario: lab.scenario, goals: lab.goals.length, ...answer, twins: twins.length, twinsWithPath }
}

/** Where the labels name a step of the catalogue, somebody on the path takes just that one. */
async function takesExpectedStep(estate: Estate, { start, pathfindingId }: Lab): Promise<boolean | undefined> {
  if (!escalations.some(({ id }) => id === pathfindingId)) return undefined
  return (await estate.steps(start)).has(pathfindingId!)
}
