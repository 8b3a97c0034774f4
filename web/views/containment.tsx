import type { RadiusAddress } from '../address.ts'
import { planContainment } from '../fetching.ts'
import { plainText } from '../plain-text.ts'
import { plan, setCuts } from '../state.ts'
import { Says } from './node-mark.tsx'
import { ProblemNote } from './problem.tsx'
import { count, plural, score } from './words.ts'

/** The smallest cut, as steps: what to do, what is left after each, and what it breaks. */
export function Containment({ at, targetName }: { at: RadiusAddress; targetName: string | undefined }) {
  const { value, busy, problem } = plan.value
  return (
    <section class="contain" aria-label="Containment">
      <h2>Contain</h2>
      <button type="button" disabled={busy} onClick={() => void planContainment()}>
        Smallest cut that protects {targetName === undefined ? 'everything of tier 0' : plainText(targetName, 80)}
      </button>
      {problem && <ProblemNote problem={problem} />}
      {value && (
        <>
          <p>
            <strong>{value.says}</strong>
          </p>
          <ol>
            {value.steps.map((step) => (
              <li key={step.edge}>
                <p class="says">
                  <Says>{step.says}</Says>
                </p>
                <p>
                  {step.cutBy} <span class="quiet">To undo it: {step.undoneBy}</span>
                </p>
                <p class="quiet">
                  {step.after && `Blast is then ${score(step.after.score)}. `}
                  <Says>{step.breaks.says}</Says>
                  {step.breaks.consumers.length > 0 &&
                    ` Among them ${step.breaks.consumers
                      .slice(0, 5)
                      .map(({ name }) => plainText(name, 80))
                      .join(', ')}.`}
                </p>
              </li>
            ))}
          </ol>
          {value.steps.length > 0 && (
            <button
              type="button"
              onClick={() => setCuts(value.steps.map(({ edge }) => edge))}
              disabled={value.steps.every(({ edge }) => at.cut.includes(edge))}
            >
              {value.size === 1 ? 'Try it' : `Try all ${count(value.size)}`} as a what-if
            </button>
          )}
          {value.remaining.length > 0 && (
            <p class="warn">
              {plural(value.remaining.length, 'protected target')} still reached, if a condition holds or over what
              cannot be cut.
            </p>
          )}
        </>
      )}
    </section>
  )
}
