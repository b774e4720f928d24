import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Target {
  host: string
  port: number
}

/** Sees all that passes through one connection; the connection waits for it. What it gives is sent on. */
export interface Tap {
  toTarget(chunk: Buffer): Promise<Buffer | 'cut'>
  toClient(chunk: Buffer): Promise<Buffer | 'cut'>
}

export interface TcpProxyOptions {
  /** One for each connection. */
  tap?: (() => Tap) | undefined
}

export interface TcpProxy {
  port: number
  /** Nobody gets through any more, and whoever was connected is cut off. */
  cut(): Promise<void>
  /** On the same port again. */
  restore(): Promise<void>
  /** Cuts off whoever is connected; the next who comes gets through. Gives how many. */
  sever(): number
  /** A black hole: connections stand, new ones too, and nothing comes through until `fill`. */
  hole(): void
  fill(): void
  /** Milliseconds for each piece on its way; 0 for none. */
  delay(milliseconds: number): void
  /** Each connection is cut in the middle of an answer, once so many bytes have come back on it from now on. */
  cutAfter(bytes: number | undefined): void
}

interface Weather {
  delay: number
  cutAfter: number | undefined
  /** Resolves when the hole is filled. */
  hole: { filled: Promise<void>; fill: () => void } | undefined
}

/**
 * Stands between a client and its server, so that a test can take the one away from the other, or make the way
 * between them slow, deaf or short. Of several targets each connection goes to the next one that answers.
 */
export async function startTcpProxy(
  target: Target | readonly Target[],
  { tap }: TcpProxyOptions = {},
): Promise<TcpProxy & { close(): Promise<void> }> {
  return listenThrough([target].flat(), { tap, port: 0 })
}

/** The same on a given port. */
export async function listenThrough(
  targets: readonly Target[],
  { tap, port: wanted }: TcpProxyOptions & { port: number },
): Promise<TcpProxy & { close(): Promise<void> }> {
  const open = new Set<Socket>()
  const weather: Weather = { delay: 0, cutAfter: undefined, hole: undefined }
  let turn = 0
  const server = createServer({ noDelay: true }, async (client) => {
    keep(open, client)
    turn += 1
    const upstream = await reach(targets, turn)
    if (!upstream || client.destroyed) {
      client.destroy()
      upstream?.destroy()
      return
    }
    keep(open, upstream)
    join(client, upstream, { weather, tap: tap?.() })
  })
  const port = await listen(server, wanted)
  const sever = () => {
    for (const socket of open) socket.destroy()
    return open.size
  }
  const fill = () => {
    weather.hole?.fill()
    weather.hole = undefined
  }
  const cut = async () => {
    if (!server.listening) return
    const closed = new Promise((resolve) => server.close(resolve))
    fill()
    sever()
    await closed
  }
  return {
    port,
    cut,
    close: cut,
    async restore() {
      await listen(server, port)
    },
    sever,
    fill,
    hole() {
      const { promise, resolve } = Promise.withResolvers<void>()
      weather.hole ??= { filled: promise, fill: resolve }
    },
    delay(milliseconds) {
      weather.delay = milliseconds
    },
    cutAfter(bytes) {
      weather.cutAfter = bytes
    },
  }
}

function keep(open: Set<Socket>, socket: Socket): void {
  open.add(socket)
  socket.on('error', () => {})
  socket.on('close', () => open.delete(socket))
}

/** The first that takes the connection, beginning with the one whose turn it is. */
async function reach(targets: readonly Target[], turn: number): Promise<Socket | undefined> {
  for (let step = 0; step < targets.length; step += 1) {
    const target = targets[(turn + step) % targets.length]
    const socket = target && (await connected(target))
    if (socket) return socket
  }
  return undefined
}

function connected(target: Target): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ ...target, noDelay: true })
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(undefined))
  })
}

function join(
  client: Socket,
  upstream: Socket,
  { weather, tap }: { weather: Weather; tap: Tap | undefined },
) {
  let returned = 0
  void pump(client, upstream, async (chunk) => {
    await throughWeather(weather)
    return tap ? tap.toTarget(chunk) : chunk
  })
  void pump(upstream, client, async (chunk) => {
    await throughWeather(weather)
    const seen = tap ? await tap.toClient(chunk) : chunk
    if (seen === 'cut' || weather.cutAfter === undefined) return seen
    returned += seen.length
    if (returned <= weather.cutAfter) return seen
    client.write(seen.subarray(0, Math.max(0, seen.length - (returned - weather.cutAfter))))
    return 'cut'
  })
}

/** One way; when it ends, so does the other. */
async function pump(
  from: Socket,
  to: Socket,
  pass: (chunk: Buffer) => Promise<Buffer | 'cut'>,
): Promise<void> {
  try {
    for await (const chunk of from) {
      const passed = await pass(chunk)
      if (passed === 'cut') break
      if (passed.length > 0 && !to.write(passed)) await drained(to)
    }
  } catch {
    // Cut off from either side: nothing more can come.
  }
  from.destroy()
  to.end()
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('drain', resolve)
    socket.once('close', resolve)
  })
}

async function throughWeather(weather: Weather): Promise<void> {
  if (weather.delay > 0) await sleep(weather.delay)
  while (weather.hole) await weather.hole.filled
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
