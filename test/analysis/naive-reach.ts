import type { Drawing } from '../draw.ts'

/**
 * Slow and obvious: repeat all rules until nothing new comes. It shares no code with `reach` and restates what each
 * kind of edge needs and gives, so that a wrong declaration does not agree with itself.
 */
const rules: Readonly<Record<string, readonly (readonly [needs: string, gives: string])[]>> = {
  MEMBER_OF: [['control', 'control']],
  CAN_ASSUME: [['control', 'control']],
  AUTHENTICATES_AS: [['read', 'control']],
  CAN_READ: [['control', 'read']],
  CAN_WRITE: [['control', 'write']],
  CAN_EXECUTE: [['control', 'execute']],
  CAN_CONTROL: [['control', 'control']],
  HAS_GRANT: [['control', 'control']],
  HOLDS: [['read', 'read']],
  USES_SECRET: [['control', 'read']],
  RUNS_AS: [
    ['write', 'control'],
    ['execute', 'control'],
  ],
  'RUNS_AS#called': [['write', 'control']],
  CONTAINS: [['control', 'control']],
  'CONTAINS#part': [
    ['control', 'control'],
    ['read', 'read'],
  ],
  'CONTAINS#all': [
    ['control', 'control'],
    ['read', 'read'],
    ['write', 'write'],
    ['execute', 'execute'],
  ],
  CAN_CALL: [['control', 'execute']],
  ACTS_ON: [['execute', 'write']],
  'ACTS_ON#read': [['execute', 'read']],
  'ACTS_ON#execute': [['execute', 'execute']],
  CAN_INSTRUCT: [['control', 'control']],
  ESCALATES_TO: [['control', 'control']],
  CAN_MINT: [['control', 'read']],
}

export const rulesOf = (kind: string, key: string | undefined) => rules[`${kind}#${key}`] ?? rules[kind] ?? []
export const covers = (capability: string) =>
  capability === 'control' ? ['control', 'read', 'write', 'execute'] : [capability]

export function naiveReach({ nodes, edges }: Drawing, start: string, maxHops: number): Set<string> {
  const kind = nodes.find((node) => node.id === start)?.kind
  let held = new Set(covers(kind === 'Secret' || kind === 'Location' ? 'read' : 'control').map((c) => `${start} ${c}`))
  for (let hop = 0; hop < maxHops; hop++) {
    const next = new Set(held)
    for (const { kind, from, to, key } of edges) {
      for (const [needs, gives] of rulesOf(kind, key)) {
        if (held.has(`${from} ${needs}`)) for (const c of covers(gives)) next.add(`${to} ${c}`)
      }
    }
    held = next
  }
  return held
}
