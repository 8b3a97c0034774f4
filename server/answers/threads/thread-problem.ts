import { AppError } from '../../errors.ts'

/** What ended a thread, for whoever waits for it: memory that ran out is told, anything else is a bug. */
export function threadProblem(error: unknown, what: string): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') return error
  return new AppError('overloaded', `${what} takes more memory than this process may use.`, { cause: error })
}
