const LONGEST = 240

/** Imported text as a person can trust it: what would be invisible or turn the writing round is named, and no text is endless. */
export function plainText(text: string, longest = LONGEST): string {
  const seen = text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (it) => `⟨U+${it.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`,
  )
  const letters = [...seen]
  return letters.length > longest ? `${letters.slice(0, longest - 41).join('')}…${letters.slice(-40).join('')}` : seen
}

/** A kind of node in a sentence: one identity, two identities. */
export function kindWord(kind: string, n: number): string {
  const word = kind.toLowerCase()
  if (n === 1) return word
  return word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`
}
