import { radiusOf, writeAddress } from '../address.ts'
import { following, go, stories } from '../state.ts'

/** Where to begin in the demo estate; an estate of one's own has no stories. */
export function StoryList() {
  const told = stories.value.value?.stories ?? []
  if (told.length === 0) return null
  return (
    <section class="stories" aria-labelledby="worth-finding">
      <h2 id="worth-finding">Worth finding in the demo estate</h2>
      <ul>
        {told.map(({ id, title, says, start, worst }) => {
          const to = radiusOf(start, worst)
          return (
            <li key={id}>
              <a href={writeAddress(to)} onClick={following(() => go(to))}>
                {title}
              </a>
              <p class="quiet">{says}</p>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
