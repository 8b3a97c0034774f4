import type { RadiusAddress } from '../address.ts'
import { plainText } from '../plain-text.ts'
import { setCuts, whatIf } from '../state.ts'
import { ProblemNote } from './problem.tsx'
import { count, plural, score } from './words.ts'

/** Before and after of what is switched off. It is a mask in the address; nothing is stored. */
export function WhatIfBar({ at }: { at: RadiusAddress }) {
  if (at.cut.length === 0) return null
  const { value, problem, busy } = whatIf.value
  const more = value ? value.lost.length + value.lostRest.count - 4 : 0
  return (
    <section class="what-if" aria-label="What if" aria-live="polite" aria-busy={busy}>
      <h2>What if {plural(at.cut.length, 'cut')} were made</h2>
      {problem && <ProblemNote problem={problem} />}
      {value && (
        <p>
          Blast <strong>{score(value.blast.before.score)}</strong> →{' '}
          <strong class="after">{score(value.blast.after.score)}</strong>, reach {count(value.blast.before.reached)} →{' '}
          <span class="after">{count(value.blast.after.reached)}</span>.{' '}
          {value.lost.length === 0
            ? 'Every target is still reached another way.'
            : `No longer reached: ${value.lost
                .slice(0, 4)
                .map(({ node }) => plainText(node.name, 80))
                .join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}.`}
        </p>
      )}
      <button type="button" onClick={() => setCuts([])}>
        Put everything back
      </button>
    </section>
  )
}
