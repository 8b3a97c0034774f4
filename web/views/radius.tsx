import type { Address } from '../address.ts'
import { go, openIdentities, radius, view } from '../state.ts'
import { Containment } from './containment.tsx'
import { Contributions } from './contributions.tsx'
import { Coverage } from './coverage.tsx'
import { Details } from './details.tsx'
import { KindMark, TierMark } from './node-button.tsx'
import { ToldPath } from './path.tsx'
import { ProblemNote } from './problem.tsx'
import { ReachMap } from './reach-map.tsx'
import { ReachTable } from './reach-table.tsx'
import { WhatIfBar } from './what-if.tsx'
import { count, percent, plural, score, sumText } from './words.ts'

type At = Extract<Address, { screen: 'radius' }>

/** One identity: how bad, by which ways, and what a cut would change. */
export function RadiusScreen({ at }: { at: At }) {
  const { value: answer, problem } = radius.value
  if (problem) {
    return (
      <main>
        <ProblemNote problem={problem} />
        <button type="button" onClick={openIdentities}>
          All identities
        </button>
      </main>
    )
  }
  if (!answer)
    return (
      <main aria-busy="true">
        <div class="skeleton" />
      </main>
    )
  const { identity, blast, reached, totals, exposure, owners, limits } = answer
  const target = blast.contributions.find(({ node }) => node === at.target) ?? blast.contributions[0]
  return (
    <main class="radius">
      <header class="title">
        <h1>
          <KindMark kind={identity.kind} /> {identity.name}
        </h1>
        <p class="quiet id">{identity.id}</p>
      </header>
      <section class="score" aria-label="Blast radius">
        <div class="big" title="100 × (1 − e^−Σ)">
          <strong>{score(blast.score)}</strong>
          <span>blast</span>
        </div>
        <dl>
          <div>
            <dt>Σ of the parts</dt>
            <dd>{sumText(blast.sum)}</dd>
          </div>
          <div>
            <dt>reaches</dt>
            <dd>
              {plural(reached.total, 'node')}, {percent(reached.percentOfPrincipals)} of all principals
            </dd>
          </div>
          <div>
            <dt>with inferred</dt>
            <dd>
              {score(totals.withInferred.score)} · {count(totals.withInferred.reached)}
            </dd>
          </div>
          <div>
            <dt>with conditional</dt>
            <dd>
              {score(totals.withConditional.score)} · {count(totals.withConditional.reached)}
            </dd>
          </div>
          <div>
            <dt>exposure</dt>
            <dd>{exposure.score.toFixed(2)}</dd>
          </div>
          <div>
            <dt>owner</dt>
            <dd>
              {owners.length === 0 ? <span class="warn">nobody known</span> : owners.map(({ name }) => name).join(', ')}
            </dd>
          </div>
        </dl>
        <ul class="tiers" aria-label="Reached by tier">
          {[0, 1, 2, 3, 4].map((tier) => (
            <li key={tier}>
              <TierMark tier={tier} /> {count(reached.byTier[tier] ?? 0)}
            </li>
          ))}
        </ul>
      </section>
      {limits.notes.map((note) => (
        <p key={note} class="warn">
          {note}
        </p>
      ))}
      <WhatIfBar at={at} />
      <div class="panes">
        <Contributions blast={blast} target={target?.node} />
        <div class="centre">
          <ToldPath target={target} cut={at.cut} />
          <div class="choice" role="group" aria-label="Show as">
            {(['map', 'table'] as const).map((kind) => (
              <button
                key={kind}
                type="button"
                aria-pressed={at.view === kind}
                onClick={() => go({ ...at, view: kind }, true)}
              >
                {kind === 'map' ? 'Map' : 'Table'}
              </button>
            ))}
          </div>
          {view.value.problem && <ProblemNote problem={view.value.problem} />}
          {view.value.value &&
            (at.view === 'map' ? (
              <ReachMap view={view.value.value} path={target?.path ?? []} cut={at.cut} />
            ) : (
              <ReachTable view={view.value.value} />
            ))}
          <Containment at={at} targetName={at.target === undefined ? undefined : target?.name} />
        </div>
        <Details at={at} exposure={exposure} />
      </div>
      <Coverage notes={answer.coverage} />
      <p class="quiet small">
        Revision {answer.revision} · score table {answer.scoreTable} · judged at {limits.asOf}
      </p>
    </main>
  )
}
