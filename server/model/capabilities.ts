/** What an attacker may hold on a node. Control implies the other three; none of the others implies another. */
export const capabilities = ['read', 'write', 'execute', 'control'] as const
export type Capability = (typeof capabilities)[number]

/** Control is last, so that a state's node is `state >> 2` and its capability `state & 3`. */
export const CONTROL = 3
export const CAPABILITY_COUNT = capabilities.length

export const capabilityIndex = (capability: Capability): number => capabilities.indexOf(capability)
export const stateOf = (node: number, capability: number): number => node * CAPABILITY_COUNT + capability
export const capabilityOf = (state: number): Capability => capabilities[state & 3]!
export const isControl = (state: number): boolean => (state & 3) === CONTROL
