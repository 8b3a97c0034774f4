import type { PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import { seeded } from '../bench/estate.ts'
import { compiled, type Drawing, draw } from '../draw.ts'

const steps = ['CAN_ASSUME', 'CAN_ASSUME', 'CAN_READ', 'AUTHENTICATES_AS', 'ESCALATES_TO', 'RUNS_AS', 'CAN_WRITE']
const name = (node: number) => `${node % 5 === 3 ? 'Secret:' : node % 5 === 4 ? 'Resource:' : ''}n${node}@${node % 5}`

/** Nodes `n0`, `n1`, … with three ways out of each, most of them to one near by. */
export function crossed(size: number): Drawing {
  const random = seeded(size)
  const arrows = Array.from({ length: 3 * size }, (_, i) => {
    const from = i % size
    const far = Math.floor(size * random())
    const to = random() < 0.9 ? Math.min(size - 1, from + 1 + Math.floor(20 * random())) : far
    return `${name(from)} -${steps[Math.floor(steps.length * random())]}-> ${name(to)}`
  })
  return draw(...arrows)
}

export const crossedEstate = (size: number): Promise<PrivilegeGraph> => compiled(crossed(size))
