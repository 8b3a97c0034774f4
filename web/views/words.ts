/** Numbers and times as the page writes them, the same everywhere. */
export const count = (n: number): string => n.toLocaleString('en')
export const score = (n: number): string => (n >= 99.95 && n < 100 ? '99.9+' : n.toFixed(1))
export const sumText = (n: number): string => `Σ ${n.toFixed(3)}`
export const day = (iso: string): string => iso.slice(0, 10)
export const percent = (n: number): string => `${n < 10 ? n.toFixed(1) : n.toFixed(0)} %`
export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`
