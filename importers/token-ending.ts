import type { Run } from './importer.ts'

const GITHUB_TOKEN = /^(?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{20,}$/

/** GitHub shows of a token its last eight characters: a keyed fingerprint of those is another name for it, if not a sure one. */
export const endingOf = (run: Run, lastEight: string | null | undefined): { readonly ending?: string } => {
  const ending = lastEight?.length === 8 ? run.fingerprint(`the last eight of a GitHub token: ${lastEight}`) : undefined
  return ending === undefined ? {} : { ending }
}

export const endingOfValue = (run: Run, value: string | undefined): { readonly ending?: string } =>
  endingOf(run, value !== undefined && GITHUB_TOKEN.test(value) ? value.slice(-8) : undefined)
