import type { RouteHandlerMethod } from 'fastify'
import { enter, type InFlight, leave } from '../answers/threads/in-flight.ts'

/** Counts a request as in flight from its handler's start until its answer is out, or its caller gone. */
export function counted(handler: RouteHandlerMethod, inFlight: InFlight): RouteHandlerMethod {
  return function (this, request, reply) {
    enter(inFlight)
    reply.raw.once('close', () => leave(inFlight))
    return handler.call(this, request, reply)
  }
}
