/** Every way Ambit can say no: code → HTTP status. The CLI's exit code follows from the status. */
const statusOf = {
  bad_request: 400,
  bad_input: 400,
  bad_argument: 400,
  file_damaged: 400,
  limit_exceeded: 413,
  unknown_source: 400,
  unrecognised_file: 400,
  dangling_edge: 400,
  needs_confirmation: 409,
  ambiguous_id: 409,
  import_in_progress: 409,
  import_interrupted: 409,
  idempotency_conflict: 422,
  unauthorised: 401,
  forbidden_host: 403,
  forbidden_origin: 403,
  not_found: 404,
  unknown_node: 404,
  unknown_edge: 404,
  unknown_revision: 404,
  unknown_scope: 404,
  method_not_allowed: 405,
  address_too_long: 414,
  unsupported_media_type: 415,
  too_many_requests: 429,
  internal: 500,
  deadline_exceeded: 503,
  overloaded: 503,
  store_unreachable: 503,
  store_not_ready: 503,
  store_full: 507,
} as const

export type ErrorCode = keyof typeof statusOf

/** The code itself, with its HTTP status: `GET /problems` and the README's table are made from it. */
export const errorCodes: readonly { readonly code: ErrorCode; readonly status: number }[] = Object.entries(
  statusOf,
).map(([code, status]) => ({ code: code as ErrorCode, status }))

/** The one error that is meant for a user; anything else that is thrown is a bug. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly statusCode: number
  /** Machine-readable particulars, such as the candidates of an ambiguous id. Never a secret's value. */
  readonly details: Readonly<Record<string, unknown>> | undefined

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: Record<string, unknown> } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.statusCode = statusOf[code]
    this.details = options.details
  }

  /** DESIGN's exit codes: 2 usage or bad input, 3 not found, 4 not allowed, 5 store unreachable. */
  get exitCode(): number {
    if (this.statusCode === 404) return 3
    if (this.statusCode === 401 || this.statusCode === 403) return 4
    if (this.statusCode === 503 || this.statusCode === 507) return 5
    return this.statusCode === 500 ? 1 : 2
  }
}
