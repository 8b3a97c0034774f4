import { connect, createServer, type Socket } from 'node:net'

/** A Bolt message COMMIT as it travels: a chunk of two bytes, and the end of the message. */
const COMMIT = Buffer.from([0x00, 0x02, 0xb0, 0x12, 0x00, 0x00])

export interface CuttingProxy {
  readonly port: number
  /** How many replies to a COMMIT were lost. */
  readonly cuts: number
  /** From now on, or no longer, cuts the connection where the reply to a COMMIT would pass. */
  cut(on: boolean): void
  close(): Promise<void>
}

/** Stands between a driver and its server. The server hears everything; the driver does not hear that it committed. */
export function cuttingProxy(to: { readonly host: string; readonly port: number }): Promise<CuttingProxy> {
  const sockets = new Set<Socket>()
  let isCutting = false
  let cuts = 0
  const server = createServer((client) => {
    const upstream = connect(to)
    let hasCommitted = false
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.once('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.on('data', (bytes) => {
      if (isCutting && bytes.includes(COMMIT)) hasCommitted = true
      upstream.write(bytes)
    })
    upstream.on('data', (bytes) => {
      if (hasCommitted) {
        cuts++
        client.destroy()
      } else client.write(bytes)
    })
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () =>
      resolve({
        port: (server.address() as { port: number }).port,
        get cuts() {
          return cuts
        },
        cut(on) {
          isCutting = on
        },
        close() {
          for (const socket of sockets) socket.destroy()
          return new Promise((done) => server.close(() => done()))
        },
      }),
    )
  })
}
