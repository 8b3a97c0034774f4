import { render } from 'preact'
import { takeToken } from './api.ts'
import { start } from './fetching.ts'
import { address, announcement, following, openIdentities, radius, ranking } from './state.ts'
import { RadiusScreen } from './views/radius.tsx'
import { RankingScreen } from './views/ranking.tsx'
import { Search } from './views/search.tsx'

function App() {
  const at = address.value
  const isDemo =
    at.screen === 'radius'
      ? radius.value.value?.identity.demo
      : ranking.value.value?.identities.some(({ demo }) => demo)
  return (
    <>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <header class="top">
        <a class="home" href="/identities" onClick={following(openIdentities)}>
          <img src="/icon.svg" alt="" width="22" height="22" /> Ambit
        </a>
        <Search />
        {isDemo && <p class="demo">Demo estate: invented data</p>}
      </header>
      <div id="content" tabIndex={-1}>
        {at.screen === 'identities' && <RankingScreen at={at} />}
        {at.screen === 'radius' && <RadiusScreen at={at} />}
        {at.screen === 'unknown' && (
          <main>
            <h1>Nothing is at this address</h1>
            <p>
              <code>{at.path}</code>
            </p>
            <button type="button" onClick={openIdentities}>
              All identities
            </button>
          </main>
        )}
      </div>
      <p class="announce" role="status" aria-live="polite">
        {announcement.value}
      </p>
    </>
  )
}

takeToken()
start()
const root = document.getElementById('app')!
root.replaceChildren()
render(<App />, root)
