import { createHmac } from 'node:crypto'

const shortest = 12
/** Bits of information in the whole value below which two strangers may well hold the same one. */
const leastEntropy = 28

const placeholder =
  /^(?:<.*>|\$\{.*\}|\$[A-Z_][A-Z0-9_]*|%[A-Z0-9_]+%|\{\{.*\}\}|\[.*\]|your[-_ ].*|my[-_ ].*|.*(?:[-_ ]here|redacted|placeholder|change[-_ ]?me|example|dummy|not[-_ ]?set).*)$/is
const pemHeader = /^-----BEGIN [A-Z0-9 ]+-----\s*(?:-----END [A-Z0-9 ]+-----)?\s*$/

/**
 * The keyed fingerprint of a secret's value: the same value is known again wherever it lies, and the value is not
 * kept. Undefined for what many secrets share (placeholders, PEM headers) and for what could be guessed.
 */
export function fingerprint(key: Uint8Array, value: string): string | undefined {
  const secret = value.trim()
  if (secret.length < shortest || entropyOf(secret) < leastEntropy) return undefined
  if (pemHeader.test(secret) || (secret.length <= 512 && placeholder.test(secret))) return undefined
  return `v1-${createHmac('sha256', key).update('ambit secret\0').update(secret).digest('hex')}`
}

function entropyOf(text: string): number {
  const counts = new Map<string, number>()
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= count * Math.log2(count / text.length)
  return bits
}
