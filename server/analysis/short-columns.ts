/** 64 kB. */
const SHEET = 16_384
const SHORT = SHEET / 4
let sheet = new Uint32Array(SHEET)
let used = 0

/**
 * A column that nobody else has; what stands in it at first is 0. Short ones are cut out of a sheet, since the system
 * takes longer to lend a thousand numbers' room than an answer takes to fill it.
 */
export function column(length: number): Uint32Array {
  if (length > SHORT) return new Uint32Array(length)
  if (used + length > SHEET) {
    sheet = new Uint32Array(SHEET)
    used = 0
  }
  used += length
  return sheet.subarray(used - length, used)
}
