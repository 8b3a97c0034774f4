/** As many are put in order at once; of more, only as far as they are read. */
export const MOST_AT_ONCE = 4096

const DIGIT = 256
const keys = new Uint32Array(MOST_AT_ONCE)
const places = new Uint32Array(DIGIT)
const [first, second] = [new Uint16Array(MOST_AT_ONCE), new Uint16Array(MOST_AT_ONCE)]

/**
 * The places of some states in the order of their nodes, to be read before the next are asked for. A radix sort over
 * rooms that are there already: a call of the general one costs more than a few hundred take here.
 */
export function placesByNode(states: Uint32Array, size: number, nodeOf: Uint32Array): Uint16Array {
  let bits = 0
  for (let i = 0; i < size; i++) {
    keys[i] = nodeOf[states[i]!]!
    bits |= keys[i]!
    first[i] = i
  }
  let from = first
  let to = second
  for (let shift = 0; shift < 32 && bits >>> shift !== 0; shift += 8) {
    dealOut(from, to, size, shift)
    ;[from, to] = [to, from]
  }
  return from
}

function dealOut(from: Uint16Array, to: Uint16Array, size: number, shift: number): void {
  places.fill(0)
  for (let i = 0; i < size; i++) places[(keys[i]! >>> shift) & (DIGIT - 1)]!++
  let start = 0
  for (let digit = 0; digit < DIGIT; digit++) {
    const count = places[digit]!
    places[digit] = start
    start += count
  }
  for (let i = 0; i < size; i++) {
    const at = from[i]!
    to[places[(keys[at]! >>> shift) & (DIGIT - 1)]!++] = at
  }
}
