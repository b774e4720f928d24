import { createServer, connect as dial, type Socket } from 'node:net'

/** A way to a database that can be blocked: what is sent is kept, and nobody answers, as with a frozen server. */
export async function cutOff(url: string) {
  const target = new URL(url)
  const open = new Set<Socket>()
  let frozen = false
  const server = createServer((near) => {
    const far = dial(Number(target.port), target.hostname)
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => socket.destroy())
      if (frozen) socket.pause()
    }
    near.pipe(far)
    far.pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  const own = new URL(url)
  own.host = `127.0.0.1:${address.port}`
  const each = (act: (socket: Socket) => void) => {
    for (const socket of open) act(socket)
  }
  return {
    url: own.toString(),
    freeze() {
      frozen = true
      each((socket) => socket.pause())
    },
    thaw() {
      frozen = false
      each((socket) => socket.resume())
    },
    /** Nothing listens any more. */
    close() {
      server.close()
      each((socket) => socket.destroy())
    },
  }
}
