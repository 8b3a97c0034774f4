import type { SecretType } from './kinds.ts'

const types: readonly (readonly [RegExp, SecretType])[] = [
  [/private.?key|rsa|pem\b|ssh.?key|-pk$/i, 'private_key'],
  [/deploy.?key/i, 'deploy_key'],
  [/\bpat\b|_pat\b|personal.?access|github|gitlab/i, 'pat'],
  [/client.?secret|oauth/i, 'client_secret'],
  [/session|cookie|jwt/i, 'session'],
  [/certificate|pfx|pkcs/i, 'certificate'],
  [/\baws|access.?key/i, 'access_key'],
  [/token|key|auth|bearer|webhook/i, 'api_token'],
]

/** What sort of credential a scanner's rule, a detector's or a variable's name speaks of. */
export const secretTypeOf = (name: string): SecretType => types.find(([pattern]) => pattern.test(name))?.[1] ?? 'other'

/** The id of an AWS access key; unlike its secret half it is public, and AWS gives each only once. */
export const awsKeyIdIn = (text: string): string | undefined =>
  /(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])/.exec(text)?.[0]

/** Scanners that were told to hide the value print this instead; every finding would share it. */
export const isRedacted = (value: string): boolean => /^redacted$|\*{3,}|(\.\.\.|…)$/i.test(value)

/** A key file's first line without its body, which all keys of the sort share. */
export const isPemHeaderOnly = (value: string): boolean => /^-----BEGIN [A-Z0-9 ]+-----\s*$/.test(value)

/** The resource a finding's repository address names; credentials in the address are left behind. */
export function repositoryOf(address: string): { readonly host: string; readonly fullName: string } | undefined {
  const text = address.replace(/^(?:[\w.-]+@)?([\w.-]+\.[a-z]+):(?!\/)/i, 'https://$1/')
  const url = URL.canParse(text) ? new URL(text) : undefined
  const fullName = url?.pathname.replace(/^\/+|(\.git)?\/*$/g, '')
  return url?.host && fullName ? { host: url.host.toLowerCase(), fullName } : undefined
}
