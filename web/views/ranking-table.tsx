import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { RankedIdentity, Ranking } from '../../server/api/contract.ts'
import { radiusOf, writeAddress } from '../address.ts'
import { api, Problem } from '../api.ts'
import { following, openIdentity } from '../state.ts'
import { Coverage } from './coverage.tsx'
import { KindMark, Name, TierMark } from './node-mark.tsx'
import { ProblemNote } from './problem.tsx'
import { count, day, isPerson, plainType, score, shortId, sumText } from './words.ts'

interface Shown {
  readonly page: Ranking
  readonly at: { readonly sort: 'blast' | 'risk'; readonly q: string }
  readonly busy: boolean
}

/** The ranking page by page, as the server orders it. */
export function RankingTable({ page, at, busy }: Shown) {
  const more = useSignal<Ranking['identities']>([])
  const next = useSignal(page.next)
  const problem = useSignal<Problem | undefined>(undefined)
  useEffect(() => {
    more.value = []
    next.value = page.next
    problem.value = undefined
  }, [page])
  const rows = [...page.identities, ...more.value]
  const loadMore = async () => {
    const cursor = next.value
    if (cursor === null) return
    try {
      const answer = await api.ranking({ sort: at.sort, q: at.q, cursor })
      more.value = [...more.value, ...answer.identities]
      next.value = answer.next
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      problem.value = error
    }
  }
  return (
    <>
      <div class="scroll">
        <table class="ranking" aria-busy={busy}>
          <thead>
            <tr>
              <th scope="col">Identity</th>
              <th scope="col" class="number" title="100 × (1 − e^−Σ): how bad its loss would be">
                Blast
              </th>
              <th scope="col" class="number" title="How likely it is to be lost: leaked copies, age, no owner">
                Exposure
              </th>
              <th scope="col" class="number" title="Blast × exposure">
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
              <Row key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      {problem.value && <ProblemNote problem={problem.value} />}
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

function Row({ row }: { row: RankedIdentity }) {
  const open = () => openIdentity(row.id)
  return (
    <tr onClick={open}>
      <th scope="row">
        <KindMark kind={row.kind} />
        <a href={writeAddress(radiusOf(row.id))} onClick={following(open)}>
          <Name>{row.name}</Name>
        </a>
        <span class="quiet" title={row.id}>
          {[
            plainType(row.type),
            row.environment === null ? null : shortId(row.environment, 22),
            row.account === null ? null : shortId(row.account, 22),
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
      </th>
      <td class="number blast">
        {score(row.score)}
        <meter min={0} max={100} value={row.score} aria-hidden="true" />
        <span class="quiet small">{sumText(row.sum)}</span>
      </td>
      <td class="number" data-label="exposure">
        {row.exposure.toFixed(2)}
      </td>
      <td class="number" data-label="risk">
        {row.risk.toFixed(2)}
      </td>
      <td class="number" data-label="reaches">
        {count(row.reached)}
      </td>
      <td>
        {row.worst === null ? (
          <span class="quiet">nothing of worth</span>
        ) : (
          <>
            <Name>{row.worst.name}</Name> <TierMark tier={row.worst.tier} />
          </>
        )}
      </td>
      <td data-label="owner">
        <OwnerOf row={row} />
      </td>
      <td data-label="last used">
        {row.lastUsedAt === null ? <span class="quiet">unknown</span> : day(row.lastUsedAt)}
      </td>
    </tr>
  )
}

function OwnerOf({ row }: { row: RankedIdentity }) {
  if (row.owner !== null) return <Name>{row.owner}</Name>
  if (isPerson(row)) return <span class="quiet">–</span>
  return <span class="warn">nobody</span>
}
