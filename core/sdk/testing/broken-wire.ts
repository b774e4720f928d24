import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostFetch } from './host-fetch.ts'

/** How a connection ends that gives no whole answer. */
export type BrokenWire = 'hangs' | 'hangs in the middle' | 'is reset' | 'is reset in the middle'

export const BROKEN_WIRES: readonly BrokenWire[] = [
  'hangs',
  'hangs in the middle',
  'is reset',
  'is reset in the middle',
]

/** Milliseconds that the host waits here; long enough for what was sent on the same machine. */
const DEADLINE = 25

/**
 * Runs with a `ctx.fetch` as the host gives it, whose every request meets a real socket that breaks in that way; the
 * host's own deadline ends what hangs.
 */
export async function overBrokenWire<T>(
  how: BrokenWire,
  work: (wire: typeof fetch) => Promise<T>,
): Promise<T> {
  const server = createServer((_request, response) => {
    if (how.endsWith('in the middle')) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"status":"succ')
    }
    if (how.startsWith('is reset')) setImmediate(() => response.destroy())
  })
  server.on('connection', (socket) => socket.unref())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const toServer: typeof fetch = (input, init) => {
    const { method } = new Request(input)
    return fetch(address, { method, signal: init?.signal ?? null })
  }
  try {
    return await work(hostFetch(() => true, [], { wire: toServer, deadline: DEADLINE }))
  } finally {
    // Not waited for: a connection that is still on its way would keep it open.
    server.close()
    server.closeAllConnections()
  }
}
