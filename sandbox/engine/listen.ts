import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** Milliseconds that an idle connection is kept: longer than a busy machine makes a client wait between two calls. */
const KEEP_ALIVE = 60_000

export type Listener = { address: string; close: () => Promise<void> }

/** Serves on 127.0.0.1; port 0 takes a free one. Closing does not wait for open connections. */
export async function listen(
  port: number,
  serve: (incoming: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<Listener> {
  const server = createServer((incoming, response) => {
    // A client that goes away in the middle of its request is its own business.
    serve(incoming, response).catch(() => incoming.socket.destroy())
  })
  server.keepAliveTimeout = KEEP_ALIVE
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const bound = server.address()
  const boundPort = typeof bound === 'object' && bound ? bound.port : port
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { address: `http://127.0.0.1:${boundPort}`, close }
}
