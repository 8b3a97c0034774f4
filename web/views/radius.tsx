import type { BlastRadius } from '../../server/api/contract.ts'
import type { RadiusAddress } from '../address.ts'
import { expanded } from '../layout/expand.ts'
import { plainText } from '../plain-text.ts'
import { opened, openIdentities, otherWay, radius, show, view } from '../state.ts'
import { Containment } from './containment.tsx'
import { Contributions } from './contributions.tsx'
import { Coverage } from './coverage.tsx'
import { Details } from './details.tsx'
import { KindMark, Name } from './node-mark.tsx'
import { OtherWay, ToldPath } from './path.tsx'
import { ProblemNote } from './problem.tsx'
import { ReachMap } from './reach-map.tsx'
import { ReachTable } from './reach-table.tsx'
import { ScoreBar } from './score-bar.tsx'
import { WhatIfBar } from './what-if.tsx'
import { minute } from './words.ts'

/** One identity: how bad, by which ways, and what a cut would change. */
export function RadiusScreen({ at }: { at: RadiusAddress }) {
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
  const { identity, limits } = answer
  return (
    <main class="radius">
      <header class="title">
        <h1>
          <KindMark kind={identity.kind} /> <Name>{identity.name}</Name>
        </h1>
        <p class="quiet id">{plainText(identity.id, 400)}</p>
      </header>
      <ScoreBar answer={answer} />
      {limits.notes.map((note) => (
        <p key={note} class="warn">
          {note}
        </p>
      ))}
      <WhatIfBar at={at} />
      <Panes at={at} answer={answer} />
      <Coverage notes={answer.coverage} />
      <p class="quiet small">
        Revision {answer.revision} · score table {answer.scoreTable} · judged at {minute(limits.asOf)}
      </p>
    </main>
  )
}

function Panes({ at, answer }: { at: RadiusAddress; answer: BlastRadius }) {
  const { blast, exposure, identity } = answer
  const named = blast.contributions.find(({ node }) => node === at.target)
  const isOther = at.target !== undefined && !named && at.target !== identity.id
  const target = isOther ? undefined : (named ?? blast.contributions[0])
  const path = isOther ? (otherWay.value.value?.paths[0]?.path ?? []) : (target?.path ?? [])
  const name = isOther ? otherWay.value.value?.to[0]?.name : named?.name
  return (
    <div class="panes">
      <Contributions blast={blast} target={target?.node} />
      <div class="centre">
        {isOther ? <OtherWay cut={at.cut} /> : <ToldPath target={target} cut={at.cut} />}
        <Picture at={at} path={path} />
        <Containment at={at} targetName={name} />
      </div>
      <Details at={at} start={identity.id} exposure={exposure} />
    </div>
  )
}

/** The same nodes, drawn or listed. */
function Picture({ at, path }: { at: RadiusAddress; path: BlastRadius['blast']['contributions'][number]['path'] }) {
  const { value, problem } = view.value
  if (problem) return <ProblemNote problem={problem} />
  if (!value) return <div class="skeleton map-sized" aria-hidden="true" />
  const drawn = expanded(value, at.open.length === 0 ? [] : (opened.value.value ?? []))
  return (
    <>
      <div class="choice" role="group" aria-label="Show as">
        {(['map', 'table'] as const).map((kind) => (
          <button key={kind} type="button" aria-pressed={at.view === kind} onClick={() => show(kind)}>
            {kind === 'map' ? 'Map' : 'Table'}
          </button>
        ))}
      </div>
      {opened.value.problem && <ProblemNote problem={opened.value.problem} />}
      {at.view === 'map' ? <ReachMap view={drawn} path={path} cut={at.cut} /> : <ReachTable view={drawn} />}
    </>
  )
}
