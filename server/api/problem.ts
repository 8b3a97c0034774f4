import { type Static, Type } from 'typebox'
import { AppError, type ErrorCode } from '../errors.ts'

export const Problem = Type.Object(
  {
    type: Type.String({ description: 'Which problem, as an address under /api/v1/problems' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String({ description: 'The word to switch on' }),
    instance: Type.String({ description: 'The id of this request, as in the log' }),
    errors: Type.Optional(Type.Array(Type.Object({ pointer: Type.String(), detail: Type.String() }))),
    details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { $id: 'Problem', description: 'An RFC 9457 problem document' },
)
export type Problem = Static<typeof Problem>

/** What Fastify and its plugins throw; all else that is not an AppError is a bug. */
interface HttpError extends Error {
  readonly statusCode?: number
  readonly code?: string
  readonly validation?: readonly Invalid[]
  readonly validationContext?: string
}

interface Invalid {
  readonly keyword?: string
  readonly instancePath?: string
  readonly message?: string
  readonly params?: { readonly additionalProperties?: readonly string[]; readonly allowedValues?: readonly unknown[] }
}

/** Our own words for what the framework refuses: its messages quote the address. */
const refused = new Map<number, readonly [ErrorCode, string]>([
  [400, ['bad_request', 'The request cannot be read.']],
  [404, ['not_found', 'There is nothing at this address.']],
  [406, ['bad_request', 'The upload must be multipart/form-data.']],
  [413, ['limit_exceeded', 'The request is larger than this address takes.']],
  [414, ['address_too_long', 'A part of the address is too long.']],
  [415, ['unsupported_media_type', 'This address does not take that content type.']],
  [429, ['too_many_requests', 'Too many requests; wait a second and try again.']],
  [503, ['overloaded', 'The server has too much to do just now; try again in a few seconds.']],
])

/** Any error as the one kind that is meant for a user; a bug tells nothing of itself. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const { statusCode, code, validation, validationContext = 'request' } = error as HttpError
  if (validation) {
    const errors = validation
      .filter(({ keyword }) => keyword !== 'boolean') // says again what additionalProperties has said
      .map((invalid) => ({ pointer: `/${validationContext}${invalid.instancePath ?? ''}`, detail: explained(invalid) }))
    const first = errors[0]
    return new AppError('bad_request', `${first?.pointer ?? 'request'} ${first?.detail ?? 'is not valid'}`, {
      details: { errors },
    })
  }
  if (code === 'FST_ERR_HANDLER_TIMEOUT') {
    return new AppError('deadline_exceeded', 'The answer took longer than the server allows; ask for less.')
  }
  const known = code === undefined ? undefined : refused.get(statusCode ?? 500)
  if (known) return new AppError(known[0], known[1], { cause: error })
  return new AppError('internal', 'Something went wrong on our side; the log has it under this request id.', {
    cause: error,
  })
}

function explained({ message = 'is not valid', params }: Invalid): string {
  if (params?.additionalProperties) return `does not know ${params.additionalProperties.join(', ')}`
  if (params?.allowedValues) return `must be one of ${params.allowedValues.join(', ')}`
  return message
}

export function problemOf(error: AppError, instance: string): Problem {
  const { errors, ...details } = error.details ?? {}
  return {
    type: `/api/v1/problems#${error.code}`,
    title: titleOf(error.code),
    status: error.statusCode,
    detail: error.message,
    code: error.code,
    instance,
    ...(Array.isArray(errors) ? { errors: errors as NonNullable<Problem['errors']> } : {}),
    ...(Object.keys(details).length > 0 ? { details } : {}),
  }
}

export const titleOf = (code: ErrorCode): string => {
  const words = code.replaceAll('_', ' ')
  return words[0]!.toUpperCase() + words.slice(1)
}
