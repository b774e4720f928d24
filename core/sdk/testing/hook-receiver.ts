import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RawRequest } from '../raw-request.ts'

/**
 * A delivery as the hub would hand it to the plugin, with the name of the hook it came to.
 *
 * @example
 * const hookOf = ({ hook, body }: Delivery) => `${hook}: ${body.length} bytes`
 */
export interface Delivery extends RawRequest {
  hook: string
}

/**
 * A server that stands where the hub would, for a provider or its stand-in to call.
 *
 * @example
 * const first = async (hooks: HookReceiver) => {
 *   const [delivery] = await hooks.waitFor(1)
 *   return delivery
 * }
 */
export interface HookReceiver {
  /** For `TestContextOptions.hooks`. */
  readonly base: string
  /** In order of arrival. */
  readonly received: readonly Delivery[]
  /** Gives the first `count` deliveries; rejects when they have not come within three seconds. */
  waitFor(count: number): Promise<Delivery[]>
  clear(): void
  close(): Promise<void>
}

/** Milliseconds. */
const PATIENCE = 3_000

/**
 * Takes a provider's webhooks on 127.0.0.1 and answers 200.
 *
 * @example
 * const hooks = await startHookReceiver()
 * const { ctx } = createTestContext({ folder: new URL('.', import.meta.url), settings: {}, hooks: hooks.base })
 * await hooks.close()
 */
export async function startHookReceiver(): Promise<HookReceiver> {
  const received: Delivery[] = []
  const server = createServer(async (incoming, response) => {
    received.push(await readDelivery(incoming))
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    base: `http://127.0.0.1:${port}`,
    received,
    waitFor: (count) => waitFor(received, count),
    clear: () => void received.splice(0),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readDelivery(incoming: IncomingMessage): Promise<Delivery> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])
  return {
    hook: (incoming.url ?? '').split(/[/?]/)[1] ?? '',
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
    receivedAt: Date.now(),
  }
}

async function waitFor(received: Delivery[], count: number): Promise<Delivery[]> {
  const deadline = Date.now() + PATIENCE
  while (received.length < count) {
    if (Date.now() > deadline) throw new Error(`${received.length} of ${count} deliveries came in`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return received.slice(0, count)
}
