import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { escalations } from '../../../server/derive/aws/escalations.ts'
import { asking, type Estate, isAdministrator, isHeld } from './estate.ts'
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
    const held = estate.reached(lab.start) ?? new Set()
    const allowedToBe = new Set(lab.target === 'to-admin' ? onPath(lab) : [])
    const administrators = estate.identities.filter((id) => isAdministrator(estate.reached(id)!))
    return {
      administrators: new Set(administrators.filter((id) => id !== lab.start && open.has(id))),
      missed: lab.goals.filter((goal) => !isHeld(held, goal)),
      falseAdministrators: administrators.filter((id) => !allowedToBe.has(id) && !open.has(id)),
      byExpectedStep: takesExpectedStep(estate, lab),
    }
  })
  const twins = twinsOf(lab, exports, administrators)
  const twinsWithPath: string[] = []
  for (const twin of twins) {
    const reaches = await writeExports(twin.exports, (paths) =>
      asking(paths, now, async (estate) => {
        const held = estate.reached(lab.start) ?? new Set()
        return lab.goals.some((goal) => isHeld(held, goal))
      }),
    )
    if (reaches) twinsWithPath.push(twin.name)
  }
  return { scenario: lab.scenario, goals: lab.goals.length, ...answer, twins: twins.length, twinsWithPath }
}

/** Where the labels name a step of the catalogue, somebody on the path takes just that one. */
function takesExpectedStep(estate: Estate, { start, pathfindingId }: Lab): boolean | undefined {
  if (!escalations.some(({ id }) => id === pathfindingId)) return undefined
  return estate.steps(start).has(pathfindingId!)
}
