import type { Address } from '../address.ts'
import { go, ranking } from '../state.ts'
import { ProblemNote } from './problem.tsx'
import { RankingTable } from './ranking-table.tsx'
import { StoryList } from './stories.tsx'
import { count } from './words.ts'

type Listing = Extract<Address, { screen: 'identities' }>

/** Every identity, the worst first: the list a review starts from. */
export function RankingScreen({ at }: { at: Listing }) {
  const { value, busy, problem } = ranking.value
  return (
    <main>
      <div class="title">
        <h1>Identities</h1>
        <p class="quiet" aria-live="polite">
          {value && `${count(value.total)} by ${at.sort === 'blast' ? 'what they could reach' : 'blast × exposure'}`}
          {!value && !problem && 'Ranking every identity…'}
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
      {problem && <ProblemNote problem={problem} />}
      {at.q === '' && !problem && <StoryList />}
      {value && (value.total === 0 ? <Nobody q={at.q} /> : <RankingTable page={value} at={at} busy={busy} />)}
      {!value && !problem && <div class="skeleton" aria-hidden="true" />}
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

/** Nothing imported and nothing that fits are two different things, with two ways on. */
function Nobody({ q }: { q: string }) {
  if (q !== '')
    return (
      <div class="empty">
        <p>No identity fits “{q}”, by name, id or owner.</p>
        <button type="button" onClick={() => go({ screen: 'identities', sort: 'blast', q: '' })}>
          Show all identities
        </button>
      </div>
    )
  return (
    <div class="empty">
      <h2>Nothing has been imported yet</h2>
      <p>Make an export of what you have, and bring it in from a terminal; then open this page again:</p>
      <pre>npm run ambit -- import aws-iam authz.json</pre>
      <p>
        <code>npm run ambit -- sources</code> lists every format with the command that makes the file, and{' '}
        <code>npm run ambit -- demo</code> fills the store with an invented company to look around in.
      </p>
    </div>
  )
}
