import type { CoverageNote } from '../../server/api/contract.ts'
import { plural } from './words.ts'

/** What the sources did not show: it stands beside every number it could change. */
export function Coverage({ notes }: { notes: readonly CoverageNote[] }) {
  if (notes.length === 0) return null
  return (
    <details class="coverage">
      <summary>{plural(notes.length, 'thing')} the imports did not show</summary>
      <ul>
        {notes.map(({ scope, missing, settledBy }) => (
          <li key={scope + missing}>
            <code>{scope}</code>: {missing}
            {settledBy !== null && (
              <>
                {' '}
                — <code>{settledBy}</code>
              </>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}
