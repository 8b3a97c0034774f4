const FEW = 12

/**
 * The numbers below `count`, in the order of a key of 32 bits and then of `compare`, which must agree with the key.
 * One pass deals them into buckets by the key's upper bits; digests spread evenly, so that hardly two share a bucket,
 * and comparing ten million of them costs next to nothing. Keys that crowd together only make it an ordinary sort.
 */
export function bucketOrder(
  count: number,
  keyOf: (number: number) => number,
  compare: (a: number, b: number) => number,
): Uint32Array {
  const bits = Math.min(24, Math.max(1, 32 - Math.clz32(count)))
  const shift = 32 - bits
  const ends = new Uint32Array(2 ** bits)
  for (let i = 0; i < count; i++) ends[keyOf(i) >>> shift]!++
  for (let bucket = 0, sum = 0; bucket < ends.length; bucket++) {
    const size = ends[bucket]!
    ends[bucket] = sum
    sum += size
  }
  const order = new Uint32Array(count)
  for (let i = 0; i < count; i++) order[ends[keyOf(i) >>> shift]!++] = i
  for (let bucket = 0, start = 0; bucket < ends.length; bucket++) {
    const end = ends[bucket]!
    if (end - start > FEW) order.subarray(start, end).sort(compare)
    else insert(order, start, end, compare)
    start = end
  }
  return order
}

/** Insertion sort: a bucket holds one or two, and a call of `sort` for each would cost more than the sorting. */
function insert(order: Uint32Array, start: number, end: number, compare: (a: number, b: number) => number): void {
  for (let i = start + 1; i < end; i++) {
    const number = order[i]!
    let at = i
    for (; at > start && compare(order[at - 1]!, number) > 0; at--) order[at] = order[at - 1]!
    order[at] = number
  }
}
