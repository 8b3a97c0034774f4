import type { Address } from '../address.ts'
import { plan, planContainment, setCuts } from '../state.ts'
import { ProblemNote } from './problem.tsx'
import { count, score } from './words.ts'

/** The smallest cut, as steps: what to do, what is left after each, and what it breaks. */
export function Containment({
  at,
  targetName,
}: {
  at: Extract<Address, { screen: 'radius' }>
  targetName: string | undefined
}) {
  const { value, busy, problem } = plan.value
  return (
    <section class="contain" aria-label="Containment">
      <h2>Contain</h2>
      <button type="button" disabled={busy} onClick={() => void planContainment()}>
        Smallest cut that protects {targetName ?? 'everything of tier 0'}
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
                <p class="says">{step.says}</p>
                <p>
                  {step.cutBy} <span class="quiet">To take it back: {step.undoneBy}</span>
                </p>
                <p class="quiet">
                  Then blast {score(step.after.score)}. {step.breaks.says}
                  {step.breaks.consumers.length > 0 &&
                    ` Among them ${step.breaks.consumers
                      .slice(0, 5)
                      .map(({ name }) => name)
                      .join(', ')}.`}
                </p>
              </li>
            ))}
          </ol>
          {value.steps.length > 0 && (
            <button
              type="button"
              onClick={() => setCuts(value.steps.map(({ edge }) => edge))}
              disabled={at.cut.length === value.size}
            >
              Try all {count(value.size)} in the picture
            </button>
          )}
          {value.remaining.length > 0 && (
            <p class="warn">
              {count(value.remaining.length)} protected still reached, if a condition holds or over what cannot be cut.
            </p>
          )}
        </>
      )}
    </section>
  )
}
