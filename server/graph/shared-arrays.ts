// Typed arrays over shared memory: a worker thread can be handed a graph without a copy.

export const words = (length: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(length * 4))
export const halves = (length: number): Uint16Array => new Uint16Array(new SharedArrayBuffer(length * 2))
export const bytes = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length))
export const signedWords = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(length * 4))
export const signedBytes = (length: number): Int8Array => new Int8Array(new SharedArrayBuffer(length))
export const doubles = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(length * 8))

export function wordsOf(numbers: readonly number[]): Uint32Array {
  const array = words(numbers.length)
  array.set(numbers)
  return array
}
