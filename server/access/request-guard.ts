import { AppError } from '../errors.ts'

/** What the guard looks at, apart from any HTTP library. */
export interface Arrival {
  readonly host: string | undefined
  /** How often the request says Host: twice is a quarrel between two readers. */
  readonly hosts: number
  readonly origin: string | undefined
  readonly fetchSite: string | undefined
  readonly contentType: string | undefined
  readonly contentEncoding: string | undefined
  /** The port the server listens on. */
  readonly port: number
  /** The media types that the route takes. */
  readonly accepts: readonly string[]
}

const names = ['127.0.0.1', '[::1]', 'localhost']

/** Keeps web pages of other origins, rebound names and odd bodies away from a server on loopback; throws when it refuses. */
export function guard(arrival: Arrival): void {
  const { host, hosts, origin, fetchSite, port } = arrival
  const allowed = names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]))
  if (host === undefined || hosts > 1 || !allowed.includes(host.toLowerCase())) {
    throw new AppError('forbidden_host', `This server answers only to ${allowed.join(', ')}.`)
  }
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    throw new AppError('forbidden_origin', 'Requests of pages from elsewhere are refused.')
  }
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none') {
    throw new AppError('forbidden_origin', 'Requests that another site started are refused.')
  }
  guardBody(arrival)
}

function guardBody({ contentType, contentEncoding, accepts }: Arrival): void {
  if (contentEncoding !== undefined && contentEncoding !== 'identity') {
    throw new AppError('unsupported_media_type', 'Compressed request bodies are not accepted; send the file as it is.')
  }
  if (contentType === undefined) return
  const type = contentType.split(';', 1)[0]!.trim().toLowerCase()
  if (accepts.includes(type)) return
  throw new AppError('unsupported_media_type', `This address takes ${accepts.join(', ')}.`)
}
