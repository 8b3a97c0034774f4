import type { ExposureAnswer } from '../../server/api/contract.ts'
import type { Address } from '../address.ts'
import { detail, openIdentity, toggleCut } from '../state.ts'
import { KindMark, TierMark } from './node-button.tsx'
import { ProblemNote } from './problem.tsx'
import { day } from './words.ts'

/** Everything known of the node in hand, scope by scope, beside the picture and never instead of it. */
export function Details({ at, exposure }: { at: Extract<Address, { screen: 'radius' }>; exposure: ExposureAnswer }) {
  const { value, problem } = detail.value
  if (problem)
    return (
      <aside class="details" aria-label="Details">
        <ProblemNote problem={problem} />
      </aside>
    )
  if (!value) return <aside class="details" aria-label="Details" aria-busy="true" />
  const { node, times, owners, facts, edges, dataClass } = value
  const isStart = node.id === at.id
  const known = Object.entries({
    created: times.createdAt,
    rotated: times.rotatedAt,
    'last used': times.lastUsedAt,
    expires: times.expiresAt,
  })
  return (
    <aside class="details" aria-label="Details">
      <h2>
        <KindMark kind={node.kind} /> {node.name}
      </h2>
      <p class="quiet id">{node.id}</p>
      <dl>
        <div>
          <dt>{node.kind}</dt>
          <dd>{node.type.replaceAll('_', ' ')}</dd>
        </div>
        <div>
          <dt>value</dt>
          <dd>
            {node.tier === null ? (
              'not counted'
            ) : (
              <>
                <TierMark tier={node.tier} /> {node.tierBecause}
              </>
            )}
          </dd>
        </div>
        {node.account !== null && (
          <div>
            <dt>account</dt>
            <dd>{node.account}</dd>
          </div>
        )}
        {node.environment !== null && (
          <div>
            <dt>environment</dt>
            <dd>{node.environment}</dd>
          </div>
        )}
        {dataClass !== null && (
          <div>
            <dt>data</dt>
            <dd>{dataClass}</dd>
          </div>
        )}
        <div>
          <dt>owner</dt>
          <dd>
            {owners.length === 0 ? <span class="warn">nobody known</span> : owners.map(({ name }) => name).join(', ')}
          </dd>
        </div>
        {known.map(([what, time]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{time === null ? <span class="quiet">no source says</span> : day(time)}</dd>
          </div>
        ))}
      </dl>
      {!isStart && (
        <p class="buttons">
          <button type="button" onClick={() => openIdentity(node.id)}>
            Its own radius
          </button>
          <button type="button" aria-pressed={at.cut.includes(node.id)} onClick={() => toggleCut(node.id)}>
            {at.cut.includes(node.id) ? 'Put it back' : 'What if it were gone?'}
          </button>
        </p>
      )}
      {isStart && (
        <>
          <h3>Exposure {exposure.score.toFixed(2)}</h3>
          <ul class="exposure">
            {exposure.parts.map(({ part, holds, says }) => (
              <li key={part} class={holds === null ? 'unknown' : holds ? 'yes' : 'no'}>
                <strong>{part}</strong> {holds === null ? 'unknown: ' : ''}
                {says}
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>Edges</h3>
      <ul class="edges">
        {Object.entries(edges.out).map(([kind, n]) => (
          <li key={`o${kind}`}>
            {n} × <code>{kind}</code> out
          </li>
        ))}
        {Object.entries(edges.in).map(([kind, n]) => (
          <li key={`i${kind}`}>
            {n} × <code>{kind}</code> in
          </li>
        ))}
      </ul>
      <h3>Evidence</h3>
      {facts.map(({ scope, claim, evidence }) => (
        <details key={scope + JSON.stringify(claim).length}>
          <summary>{scope}</summary>
          <ul class="evidence">
            {evidence.map(({ file, pointer, collectedAt }) => (
              <li key={file + pointer}>
                <code>{file}</code> <code>{pointer}</code> <span class="quiet">{day(collectedAt)}</span>
              </li>
            ))}
          </ul>
          <pre>{JSON.stringify(claim, null, 2)}</pre>
        </details>
      ))}
    </aside>
  )
}
