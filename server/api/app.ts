import { randomUUID } from 'node:crypto'
import compress from '@fastify/compress'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import underPressure from '@fastify/under-pressure'
import Fastify, {
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { LocalToken } from '../access/local-token.ts'
import { guard } from '../access/request-guard.ts'
import { type Aside, openAside } from '../answers/threads/aside.ts'
import { noneInFlight } from '../answers/threads/in-flight.ts'
import { AppError } from '../errors.ts'
import { counted } from './counted.ts'
import { withDeadline } from './deadline.ts'
import { headers } from './headers.ts'
import { limits } from './limits.ts'
import { type LogOptions, logAnswers, logger } from './logging.ts'
import { describeRoutes } from './openapi.ts'
import type { Parts, RouteParts } from './parts.ts'
import { asAppError, problemOf } from './problem.ts'
import { rankingCache } from './ranking-cache.ts'
import { collectRoutes, methodsAt, type RouteEntry } from './route-table.ts'
import { blastRadiusRoutes } from './routes/blast-radius.ts'
import { chokePointRoutes } from './routes/choke-points.ts'
import { containmentRoutes } from './routes/containment.ts'
import { diffRoutes } from './routes/diff.ts'
import { exportRoutes } from './routes/exports.ts'
import { findingRoutes } from './routes/findings.ts'
import { healthRoutes } from './routes/health.ts'
import { identityRoutes } from './routes/identities.ts'
import { importRoutes } from './routes/imports.ts'
import { nodeRoutes } from './routes/nodes.ts'
import { pathRoutes } from './routes/paths.ts'
import { problemRoutes } from './routes/problems.ts'
import { revisionRoutes } from './routes/revisions.ts'
import { sourceRoutes } from './routes/sources.ts'
import { storyRoutes } from './routes/stories.ts'
import { serveWeb } from './web.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers without the token: nothing in the graph may be seen there. */
    open?: boolean
    /** The media types of the body, where it is not JSON. */
    accepts?: readonly string[]
    deadlineMs?: number
  }
}

/** How much longer a request may take in all than its handler alone: a body that drips is cut off. */
const BODY_MS = 1_000

export interface AppOptions extends Parts {
  readonly token: LocalToken
  /** The port people address; the socket's own where there is one. */
  readonly port: number
  readonly log: LogOptions
  /** How long an answer may take; routes that move files have their own. */
  readonly handlerMs?: number
  /** Threads for what may take long; ended with the application. */
  readonly aside?: Aside
  /** The built page; without it only the API is served. */
  readonly web?: string
}

export interface App {
  readonly app: FastifyInstance
  readonly routes: readonly RouteEntry[]
}

/** The HTTP surface, apart from any listener. */
export async function buildApp({
  token,
  port,
  log,
  web,
  handlerMs = limits.handlerMs,
  aside = openAside(),
  ...parts
}: AppOptions): Promise<App> {
  const app: FastifyInstance = Fastify({
    bodyLimit: limits.bodyBytes,
    routerOptions: { maxParamLength: limits.paramLength },
    connectionTimeout: limits.idleSocketMs,
    keepAliveTimeout: limits.idleSocketMs,
    requestTimeout: limits.uploadMs,
    http: { headersTimeout: limits.headersMs },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    logger: logger(log),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    frameworkErrors: (error, request, reply) => answerProblem(error, request, reply),
  })
  app.setValidatorCompiler(TypeBoxValidatorCompiler)
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler(answerProblem)
  const routes = collectRoutes(app)
  const inFlight = noneInFlight()
  const rankings = rankingCache(() => new Date(), inFlight)
  app.addHook('preClose', async () => {
    rankings.stop() // requests that wait for a ranking would keep the server from closing
    await aside.close()
  })
  app.addHook('onRoute', (route) => {
    const { deadlineMs } = route.config ?? {}
    // What has a deadline of its own moves files for minutes: nothing makes room for that.
    if (deadlineMs === undefined) route.handler = counted(route.handler, inFlight)
    route.handler = withDeadline(route.handler, deadlineMs ?? handlerMs)
    route.handlerTimeout ??= (deadlineMs ?? handlerMs) + BODY_MS
  })
  await app.register(helmet, headers)
  app.addHook('onRequest', async (request) => {
    guard(arrivalOf(request, port))
    if (!isOpen(request) && !token.matches(request.headers.authorization)) {
      throw new AppError(
        'unauthorised',
        'The local token is missing or not this server’s; open the address that the server printed.',
      )
    }
  })
  logAnswers(app)
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
  await app.register(rateLimit, { max: limits.requestsPerSecond, timeWindow: 1_000 })
  await app.register(underPressure, {
    maxEventLoopDelay: limits.eventLoopDelayMs,
    exposeStatusRoute: false,
    pressureHandler,
  })
  await app.register(compress, { globalDecompression: false, encodings: ['gzip', 'identity'] })
  await describeRoutes(app)
  await app.register(apiRoutes, { parts: { ...parts, aside, rankings }, prefix: '/api/v1' })
  const fallback = await serveWeb(app, web)
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsAt(routes, request.url.split('?', 1)[0]!)
    if (methods.length === 0) return fallback(request, reply)
    reply.header('allow', methods.join(', '))
    throw new AppError('method_not_allowed', `This address takes ${methods.join(', ')}.`)
  })
  return { app: app, routes }
}

const apiRoutes: FastifyPluginAsync<{ parts: RouteParts }> = async (app, { parts }) => {
  await app.register(healthRoutes, parts)
  await app.register(problemRoutes)
  await app.register(sourceRoutes, parts)
  await app.register(importRoutes, parts)
  await app.register(revisionRoutes, parts)
  await app.register(identityRoutes, parts)
  await app.register(blastRadiusRoutes, parts)
  await app.register(pathRoutes, parts)
  await app.register(findingRoutes, parts)
  await app.register(nodeRoutes, parts)
  await app.register(chokePointRoutes, parts)
  await app.register(containmentRoutes, parts)
  await app.register(diffRoutes, parts)
  await app.register(exportRoutes, parts)
  await app.register(storyRoutes, parts)
}

function arrivalOf({ headers, raw, socket, routeOptions }: FastifyRequest, port: number) {
  return {
    host: headers.host,
    hosts: raw.rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length,
    origin: headers.origin,
    fetchSite: headers['sec-fetch-site'] as string | undefined,
    contentType: headers['content-type'],
    contentEncoding: headers['content-encoding'],
    port: socket.localPort ?? port,
    accepts: routeOptions.config?.accepts ?? ['application/json'],
  }
}

const isOpen = ({ is404, routeOptions }: FastifyRequest) => is404 || routeOptions.config?.open === true

/** Health must answer most of all when the server is busy. */
function pressureHandler(request: FastifyRequest, _reply: FastifyReply, _type: string, delayMs?: number): void {
  // Right after a long computation there is no sample, which is given as infinite.
  if (delayMs === Number.POSITIVE_INFINITY) return
  if (request.routeOptions.url?.endsWith('/health')) return
  throw new AppError('overloaded', 'The server has too much to do just now; try again in a few seconds.')
}

function answerProblem(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const error = asAppError(thrown)
  if (error.statusCode >= 500) request.log.error({ err: thrown, code: error.code }, 'failed')
  // The rest of a body that was refused, or that drips, is not worth waiting for.
  if (!request.raw.complete) reply.header('connection', 'close')
  if (error.statusCode === 503) reply.header('retry-after', '5')
  void reply
    .code(error.statusCode)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problemOf(error, request.id))
}
