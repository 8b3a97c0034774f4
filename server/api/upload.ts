import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { Check, Convert } from 'typebox/value'
import { AppError } from '../errors.ts'
import { ImportOrder } from './contract-imports.ts'
import type { JobRequest } from './import-jobs.ts'
import { limits } from './limits.ts'
import type { Spool, Spooled } from './spool.ts'

/** One file may also come as the bare body. */
export const bareTypes = [
  'application/octet-stream',
  'application/json',
  'application/x-ndjson',
  'application/zip',
  'text/csv',
] as const

/** Spools what is uploaded; when anything is wrong with it, nothing stays on disk. */
export async function takeUpload(request: FastifyRequest, spool: Spool): Promise<JobRequest> {
  const files: Spooled[] = []
  try {
    const query = request.query as ImportOrder
    const order = request.isMultipart() ? await takeParts(request, spool, files) : {}
    const { name, source = 'auto', ...rest } = { ...query, ...order }
    if (!request.isMultipart() && request.body instanceof Readable) {
      files.push(await spool.take(name, request.body, limits.uploadBytes))
    }
    if (files.length === 0) throw new AppError('bad_request', 'The upload holds no file.')
    return { source, ...rest, files }
  } catch (error) {
    for (const file of files) file.remove()
    throw error
  }
}

async function takeParts(request: FastifyRequest, spool: Spool, files: Spooled[]): Promise<ImportOrder> {
  const fields = new Map<string, unknown>()
  let left: number = limits.uploadBytes
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      const file = await spool.take(part.filename, part.file, left)
      files.push(file)
      left -= file.size
    } else if (fields.has(part.fieldname)) {
      throw new AppError('bad_request', 'A field of the upload stands twice.')
    } else {
      fields.set(part.fieldname, part.value)
    }
  }
  const order = Convert(ImportOrder, Object.fromEntries(fields))
  if (Check(ImportOrder, order)) return order
  throw new AppError(
    'bad_request',
    'The fields of the upload are source, scope, dryRun and confirm; one of them is not valid.',
  )
}
