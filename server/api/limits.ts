/** Every limit of the HTTP surface in one place; times in milliseconds, sizes in bytes. */
export const limits = {
  bodyBytes: 1024 * 1024,
  uploadBytes: 2 * 1024 * 1024 * 1024,
  uploadParts: 10,
  /** An ARN or an ARM path rides in one path segment. */
  paramLength: 2048,
  headersMs: 15_000,
  idleSocketMs: 30_000,
  /** Shorter than the idle socket's, so that a late answer is a 503 and not a broken connection. */
  handlerMs: 25_000,
  uploadMs: 15 * 60_000,
  exportMs: 15 * 60_000,
  readyMs: 1_500,
  heartbeatMs: 10_000,
  stopMs: 9_000,
  eventLoopDelayMs: 10_000,
  requestsPerSecond: 1_000,
  listed: 1_000,
  jobsListed: 100,
  /** Contributions told with their path, and nodes drawn one by one, where the caller names no number. */
  contributions: 500,
  viewBudget: 300,
  whoListed: 200,
  found: 50,
} as const
