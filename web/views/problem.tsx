import type { Problem } from '../api.ts'
import { tryAgain } from '../state.ts'

/** What went wrong, in the server's words, and the way on. */
export function ProblemNote({ problem }: { problem: Problem }) {
  const signedOut = problem.status === 401
  return (
    <div class="problem" role="alert">
      <h2>{signedOut ? 'Open Ambit by its printed address' : 'That did not work'}</h2>
      <p>
        {signedOut
          ? 'The address that the server printed when it started carries the key to this page. Open that one.'
          : problem.message}
      </p>
      <p class="quiet">
        <code>{problem.code}</code>
        {problem.requestId !== undefined && <code> · {problem.requestId}</code>}
      </p>
      {!signedOut && (
        <button type="button" onClick={tryAgain}>
          Try again
        </button>
      )}
    </div>
  )
}
