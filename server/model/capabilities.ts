import type { NodeKind } from './kinds.ts'

/** What an attacker may hold on a node. Control implies the other three; none of the others implies another. */
export const capabilities = ['read', 'write', 'execute', 'control'] as const
export type Capability = (typeof capabilities)[number]

/** Control is the last of them. */
export const CONTROL = 3
export const CAPABILITY_COUNT = capabilities.length

export const capabilityIndex = (capability: Capability): number => capabilities.indexOf(capability)

/** What a compromise of a node holds to begin with: control, but of a Secret or a Location only the reading of it. */
export const startCapability = (kind: NodeKind): number => (kind === 'Secret' || kind === 'Location' ? 0 : CONTROL)
