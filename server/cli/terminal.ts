import { once } from 'node:events'
import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Where data and words go; data never mixes with words. */
export interface Terminal {
  /** Data as it is. */
  write(text: string): Promise<void>
  /** A line of data. */
  print(text: string): Promise<void>
  printJson(value: unknown): Promise<void>
  /** A line of words for people, on standard error. */
  note(text: string): void
  /** Progress on one line that overwrites itself; nothing unless a person watches. */
  progress(text: string): void
  /** Text with a look, where the terminal shows looks. */
  styled(style: Style, text: string): string
  readonly width: number
}

export function openTerminal(out: NodeJS.WriteStream, err: NodeJS.WriteStream): Terminal {
  let inProgress = false
  const endProgress = () => {
    if (inProgress) err.write('\r\u001b[K')
    inProgress = false
  }
  const write = async (text: string) => {
    endProgress()
    if (!out.write(text)) await once(out, 'drain')
  }
  return {
    write,
    print: (text) => write(`${text}\n`),
    printJson: (value) => write(`${JSON.stringify(value, undefined, 2)}\n`),
    note(text) {
      endProgress()
      err.write(`${text}\n`)
    },
    progress(text) {
      if (!err.isTTY) return
      err.write(`\r\u001b[K${text.slice(0, (err.columns || 80) - 1)}`)
      inProgress = true
    },
    styled: (style, text) => styleText(style, text, { stream: out }),
    width: out.columns || 100,
  }
}

/** Names come out of imports: what would steer the terminal or reverse the text is shown as its code. */
export function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`)
}
