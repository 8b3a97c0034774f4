import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Ranking } from '../../server/api/contract.ts'
import { type Address, writeAddress } from '../address.ts'
import { api } from '../api.ts'
import { go, openIdentity, ranking } from '../state.ts'
import { Coverage } from './coverage.tsx'
import { KindMark, TierMark } from './node-button.tsx'
import { ProblemNote } from './problem.tsx'
import { count, day, score, sumText } from './words.ts'

type Listing = Extract<Address, { screen: 'identities' }>

/** Every identity, the worst first: the list a review starts from. */
export function RankingScreen({ at }: { at: Listing }) {
  const { value, busy, problem } = ranking.value
  if (problem) return <ProblemNote problem={problem} />
  return (
    <main>
      <div class="title">
        <h1>Identities</h1>
        <p class="quiet" aria-live="polite">
          {value
            ? `${count(value.total)} by ${at.sort === 'blast' ? 'what they could reach' : 'blast × exposure'}`
            : 'Ranking every identity…'}
        </p>
        <SortChoice at={at} />
        <input
          class="filter"
          type="search"
          aria-label="Show only identities or owners whose name holds"
          placeholder="Filter by name or owner"
          value={at.q}
          onInput={(event) => go({ ...at, q: event.currentTarget.value }, true)}
        />
      </div>
      {value ? <RankingTable page={value} at={at} busy={busy} /> : <div class="skeleton" aria-hidden="true" />}
    </main>
  )
}

function SortChoice({ at }: { at: Listing }) {
  return (
    <div class="choice" role="group" aria-label="Order">
      {(['blast', 'risk'] as const).map((sort) => (
        <button key={sort} type="button" aria-pressed={at.sort === sort} onClick={() => go({ ...at, sort })}>
          {sort === 'blast' ? 'Blast' : 'Risk'}
        </button>
      ))}
    </div>
  )
}

function RankingTable({ page, at, busy }: { page: Ranking; at: Listing; busy: boolean }) {
  const more = useSignal<Ranking['identities']>([])
  const next = useSignal(page.next)
  useEffect(() => {
    more.value = []
    next.value = page.next
  }, [page])
  const rows = [...page.identities, ...more.value]
  if (rows.length === 0) return <p>No identity fits the filter.</p>
  const loadMore = async () => {
    const cursor = next.value
    if (cursor === null) return
    const answer = await api.ranking({ sort: at.sort, q: at.q, cursor })
    more.value = [...more.value, ...answer.identities]
    next.value = answer.next
  }
  return (
    <>
      <div class="scroll">
        <table class="ranking" aria-busy={busy}>
          <thead>
            <tr>
              <th scope="col">Identity</th>
              <th scope="col" class="number">
                Blast
              </th>
              <th scope="col" class="number">
                Exposure
              </th>
              <th scope="col" class="number">
                Risk
              </th>
              <th scope="col" class="number">
                Reaches
              </th>
              <th scope="col">Worst target</th>
              <th scope="col">Owner</th>
              <th scope="col">Last used</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} onClick={() => openIdentity(row.id)}>
                <th scope="row">
                  <KindMark kind={row.kind} />
                  <a
                    href={writeAddress({ screen: 'radius', id: row.id, target: undefined, cut: [], view: 'map' })}
                    onClick={(event) => {
                      if (event.ctrlKey || event.metaKey || event.shiftKey) return
                      event.preventDefault()
                      event.stopPropagation()
                      openIdentity(row.id)
                    }}
                  >
                    {row.name}
                  </a>
                  <span class="quiet">
                    {row.type.replaceAll('_', ' ')}
                    {row.environment !== null && ` · ${row.environment}`}
                    {row.account !== null && ` · ${row.account}`}
                  </span>
                </th>
                <td class="number">
                  <Meter value={row.score} /> {score(row.score)}
                  <span class="quiet small">{sumText(row.sum)}</span>
                </td>
                <td class="number">{row.exposure.toFixed(2)}</td>
                <td class="number">{row.risk.toFixed(2)}</td>
                <td class="number">{count(row.reached)}</td>
                <td>
                  {row.worst === null ? (
                    <span class="quiet">nothing of worth</span>
                  ) : (
                    <>
                      {row.worst.name} <TierMark tier={row.worst.tier} />
                    </>
                  )}
                </td>
                <td>{row.owner ?? <span class="warn">nobody</span>}</td>
                <td>{row.lastUsedAt === null ? <span class="quiet">unknown</span> : day(row.lastUsedAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="quiet">
        {count(rows.length)} of {count(page.total)} shown.{' '}
        {next.value !== null && (
          <button type="button" onClick={() => void loadMore()}>
            Show more
          </button>
        )}
      </p>
      <Coverage notes={page.coverage} />
    </>
  )
}

export function Meter({ value }: { value: number }) {
  return <meter min={0} max={100} low={25} high={60} optimum={0} value={value} aria-hidden="true" />
}
