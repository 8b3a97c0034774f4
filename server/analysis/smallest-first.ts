/**
 * Brings the `wanted` smallest of the keys, all different, to the front in ascending order; the others follow in any.
 * Hoare's selection (1961): a few of a million need not wait for the million to be sorted.
 */
export function smallestFirst(keys: Float64Array, wanted: number): void {
  let low = 0
  let high = keys.length - 1
  while (low < high && wanted < keys.length) {
    const pivot = median(keys[low]!, keys[(low + high) >>> 1]!, keys[high]!)
    let left = low
    let right = high
    while (left <= right) {
      while (keys[left]! < pivot) left++
      while (keys[right]! > pivot) right--
      if (left > right) break
      const key = keys[left]!
      keys[left++] = keys[right]!
      keys[right--] = key
    }
    if (wanted <= right) high = right
    else if (wanted >= left) low = left
    else break
  }
  keys.subarray(0, wanted).sort()
}

const median = (a: number, b: number, c: number): number => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
