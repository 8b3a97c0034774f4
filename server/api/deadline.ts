import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import { AppError } from '../errors.ts'

const controllers = new WeakMap<FastifyRequest, AbortController>()

/** Aborts when the caller has gone or the route's time is up. */
export function cancelled(request: FastifyRequest): AbortSignal {
  return controllerOf(request).signal
}

/** Why a signal is aborted when nobody waits any more; after a deadline somebody may come back for the answer. */
export const callerGone = new AppError('deadline_exceeded', 'The caller has gone.')

/** Answers 503 when the handler takes longer. Fastify's own handler time-out ends with the request's body, so a POST never meets it. */
export function withDeadline(handler: RouteHandlerMethod, ms: number): RouteHandlerMethod {
  return async function (this, request, reply) {
    const controller = controllerOf(request)
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      const error = new AppError('deadline_exceeded', 'The answer took longer than the server allows; ask for less.')
      controller.abort(error)
      late.reject(error)
    }, ms)
    abortWhenGone(reply, controller)
    try {
      return await Promise.race([handler.call(this, request, reply), late.promise])
    } finally {
      clearTimeout(timer)
    }
  }
}

function abortWhenGone(reply: FastifyReply, controller: AbortController): void {
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort(callerGone)
  })
}

function controllerOf(request: FastifyRequest): AbortController {
  const known = controllers.get(request)
  if (known) return known
  const made = new AbortController()
  controllers.set(request, made)
  return made
}
