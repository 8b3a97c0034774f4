import { plainText } from '../plain-text.ts'

/** Numbers and times as the page writes them, the same everywhere. */
export const count = (n: number): string => n.toLocaleString('en')
export const score = (n: number): string => (n >= 99.95 && n < 100 ? '99.9+' : n.toFixed(1))
export const sumText = (n: number): string => `Σ ${n.toFixed(3)}`
export const day = (iso: string): string => iso.slice(0, 10)
/** To the minute, as precise as answers are judged. */
export const minute = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
/** People answer for themselves, so nobody needs to own them. */
export const isPerson = ({ type }: { readonly type: string }): boolean => type === 'human'
export const plainType = (type: string): string => plainText(type.replaceAll('_', ' '), 40)
/** An address as a person reads it: the long middle of an id is of no use in a row. */
export const shortId = (id: string, most = 64): string =>
  plainText(id.length > most ? `${id.slice(0, most / 2 - 2)}…${id.slice(2 - most / 2)}` : id)
export const percent = (n: number): string => `${n < 10 ? n.toFixed(1) : n.toFixed(0)} %`
export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`
