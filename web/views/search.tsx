import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Found } from '../../server/api/contract.ts'
import { api, Problem } from '../api.ts'
import { announcement, openIdentity } from '../state.ts'
import { KindMark, Name, TierMark } from './node-mark.tsx'
import { shortId } from './words.ts'

// Spread, since the types allow the role only beside a datalist.
const combobox = { role: 'combobox' } as const

/** Any id, name, ARN, key id or owner's address; a combobox that the keyboard alone can use. */
export function Search() {
  const text = useSignal('')
  const found = useSignal<Found | undefined>(undefined)
  const active = useSignal(0)
  const note = useSignal('')
  const input = useRef<HTMLInputElement>(null)

  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement
      if ((event.key === '/' && !typing) || (event.key === 'k' && (event.ctrlKey || event.metaKey))) {
        event.preventDefault()
        input.current?.focus()
      }
    }
    addEventListener('keydown', focus)
    return () => removeEventListener('keydown', focus)
  }, [])

  useEffect(() => {
    const wanted = text.value.trim()
    if (wanted === '') {
      found.value = undefined
      note.value = ''
      return
    }
    const controller = new AbortController()
    const timer = setTimeout(async () => {
      try {
        const answer = await api.search(wanted, controller.signal)
        found.value = answer
        active.value = 0
        note.value = answer.total === 0 ? 'Nothing is called that. Try a part of a name, an ARN or a key id.' : ''
        announcement.value = `${answer.total} found`
      } catch (error) {
        if (error instanceof Problem) note.value = error.message
      }
    }, 120)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [text.value])

  const open = (id: string) => {
    text.value = ''
    found.value = undefined
    input.current?.blur()
    openIdentity(id)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const nodes = found.value?.nodes ?? []
    if (event.key === 'Escape') text.value = ''
    if (nodes.length === 0) return
    if (event.key === 'ArrowDown') active.value = (active.value + 1) % nodes.length
    else if (event.key === 'ArrowUp') active.value = (active.value + nodes.length - 1) % nodes.length
    else if (event.key === 'Enter') open(nodes[active.value]!.id)
    else return
    event.preventDefault()
  }
  const nodes = found.value?.nodes ?? []
  const isOpen = nodes.length > 0
  return (
    <div class="search">
      <input
        ref={input}
        type="text"
        {...combobox}
        aria-label="Search for an identity, secret or resource"
        aria-expanded={isOpen}
        aria-controls="found"
        aria-activedescendant={isOpen ? `found-${active.value}` : undefined}
        placeholder="Search a name, ARN, key id or owner"
        autocomplete="off"
        spellcheck={false}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value
        }}
        onKeyDown={onKeyDown}
      />
      <kbd>/</kbd>
      <div id="found" role="listbox" aria-label="Found" hidden={!isOpen}>
        {nodes.map((node, i) => (
          <div
            key={node.id}
            id={`found-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === active.value}
            onMouseDown={() => open(node.id)}
          >
            <KindMark kind={node.kind} />
            <span class="name">
              <Name>{node.name}</Name>
            </span>
            <span class="quiet small">{node.matched}</span>
            <span>
              <TierMark tier={node.tier} />
            </span>
            <span class="id">{shortId(node.id)}</span>
          </div>
        ))}
      </div>
      {note.value !== '' && <p class="note">{note.value}</p>}
    </div>
  )
}
