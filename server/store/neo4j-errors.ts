import { Neo4jError } from 'neo4j-driver'
import { AppError } from '../errors.ts'

/** `N/A` is the driver's own code, for a pool that gave no connection or was closed. */
const gone = new Set(['ServiceUnavailable', 'SessionExpired', 'N/A', 'Neo.TransientError.General.DatabaseUnavailable'])

/** Whether the same may succeed when it is tried once more. */
export function isWorthRetrying(error: unknown): boolean {
  if (!(error instanceof Neo4jError)) return false
  const { code } = error
  if (code.includes('OutOfMemory') || code.includes('DiskSpace')) return false
  return gone.has(code) || code.startsWith('Neo.TransientError.')
}

/** What a user may read of it: never the driver's text, the address or a statement. */
export function explained(error: unknown): unknown {
  if (!(error instanceof Neo4jError)) return error
  const [code, message] = sentence(error.code)
  return new AppError(code, message, { cause: error })
}

function sentence(code: string): ConstructorParameters<typeof AppError> {
  if (gone.has(code)) {
    return ['store_unreachable', 'The Neo4j store cannot be reached; start it, or check its address, and try again.']
  }
  if (code.startsWith('Neo.ClientError.Security.')) {
    return ['store_unreachable', 'The Neo4j store refused the user name or the password; check both.']
  }
  if (code === 'Neo.ClientError.Database.DatabaseNotFound') {
    return ['store_unreachable', 'The Neo4j server has no database of that name; check the name.']
  }
  if (code.includes('DiskSpace')) {
    return ['store_full', "The Neo4j store's disk is full; nothing was lost, free some space and try again."]
  }
  if (code.startsWith('Neo.TransientError.')) {
    return ['overloaded', 'The Neo4j store has too little memory or too much to do; try again later.']
  }
  return ['internal', `The Neo4j store answered with an error (${code}); please report it.`]
}

export const noAnswer = (): AppError =>
  new AppError('deadline_exceeded', `The Neo4j store gave no answer in time; check it and try again.`)
