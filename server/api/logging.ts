import type { FastifyInstance, FastifyRequest, FastifyServerOptions } from 'fastify'

export interface LogOptions {
  readonly level: string
  /** Where the log goes; standard error when absent. */
  readonly stream?: { write(line: string): void }
}

/** The log names the route's pattern, never the address: addresses carry the names of what people look for. */
export function logger({ level, stream = process.stderr }: LogOptions): NonNullable<FastifyServerOptions['logger']> {
  return {
    level,
    stream,
    redact: ['*.authorization', '*.cookie', '*.secret', '*.token', '*.password', 'req.headers', 'err.rawPacket'],
    serializers: { req: shown },
  }
}

export function logAnswers(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const { statusCode, elapsedTime } = reply
    request.log.info({ ...shown(request), status: statusCode, ms: Math.round(elapsedTime) }, 'answered')
  })
}

const shown = (request: FastifyRequest) => ({ method: request.method, route: request.routeOptions?.url ?? 'none' })
