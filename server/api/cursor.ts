import { AppError } from '../errors.ts'

/** Where the next page of a list begins, and of which list; opaque to whoever carries it. */
export interface Cursor {
  readonly revision: number
  readonly asOf: string
  readonly offset: number
}

export function cursorText({ revision, asOf, offset }: Cursor): string {
  return Buffer.from(JSON.stringify([revision, asOf, offset])).toString('base64url')
}

export function readCursor(text: string): Cursor {
  try {
    const [revision, asOf, offset] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    const whole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
    if (whole(revision) && whole(offset) && typeof asOf === 'string' && !Number.isNaN(Date.parse(asOf))) {
      return { revision, asOf, offset }
    }
  } catch {
    // Said below, as for any other text that no list gave out.
  }
  throw new AppError('bad_request', 'The cursor is none that a list has given; begin again without one.')
}
