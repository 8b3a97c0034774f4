import { existsSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'

/** What answers at addresses that no route takes. */
export type Fallback = (request: FastifyRequest, reply: FastifyReply) => FastifyReply

/** Serves the built page. Every file is a route of its own, so that no path is ever looked up on disk by a caller's words. */
export async function serveWeb(app: FastifyInstance, folder: string | undefined): Promise<Fallback> {
  const index = folder === undefined ? undefined : join(folder, 'index.html')
  if (folder === undefined || index === undefined || !existsSync(index)) return nothingHere
  await app.register(webFiles, { folder })
  const page = readFileSync(index)
  return (request, reply) => {
    if (!wantsPage(request)) return nothingHere()
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page)
  }
}

const webFiles: FastifyPluginAsync<{ folder: string }> = async (files, { folder }) => {
  files.addHook('onRoute', (route) => {
    route.config = { ...route.config, open: true }
    route.schema = { ...route.schema, hide: true }
  })
  await files.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (reply, path) => void reply.header('cache-control', cachingOf(path, folder)),
  })
}

/** Assets carry their hash in their name; all else may change under the same name. */
const cachingOf = (path: string, folder: string) =>
  path.startsWith(join(folder, 'assets') + sep) ? 'public, max-age=31536000, immutable' : 'no-cache'

const wantsPage = ({ method, url, headers }: FastifyRequest) =>
  (method === 'GET' || method === 'HEAD') && !/^\/+api(\/|$)/i.test(url) && (headers.accept ?? '').includes('text/html')

function nothingHere(): never {
  throw new AppError('not_found', 'There is nothing at this address.')
}
