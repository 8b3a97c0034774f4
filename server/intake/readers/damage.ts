import { AppError } from '../../errors.ts'

/** Which file is read, for the errors of its reader. */
export interface FileName {
  readonly source: string
  readonly name: string
}

export interface Position {
  readonly byte: number
  readonly line: number
}

const where = ({ source, name }: FileName, at: Position | undefined) =>
  at === undefined ? `${source}: ${name}` : `${source}: ${name}, byte ${at.byte} (line ${at.line})`

/** The file cannot be trusted any further: syntax, truncation, encoding. The parser's own words stay out of it. */
export function damaged(file: FileName, at: Position | undefined, what: string, then?: string): AppError {
  const todo = then ?? 'Nothing was imported: export the file again, or mend it there.'
  return new AppError('file_damaged', `${where(file, at)}: ${what}. ${todo}`, {
    details: { file: file.name, ...at },
  })
}

export function beyondLimit(file: FileName, at: Position | undefined, what: string): AppError {
  return new AppError(
    'limit_exceeded',
    `${where(file, at)}: ${what}. Nothing was imported: split the file, or leave that part out.`,
    {
      details: { file: file.name, ...at },
    },
  )
}
