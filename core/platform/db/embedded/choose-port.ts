import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { StartError } from '../../errors.ts'

/** The port asked for; else the one used last time, if it is free; else any free one. On 127.0.0.1. */
export async function choosePort(asked: number | undefined, lastUsed: number | undefined): Promise<number> {
  if (asked !== undefined) {
    if (await tryListen(asked)) return asked
    throw new StartError(`Port ${asked} on 127.0.0.1 is taken: free it or give Postgres another one.`)
  }
  const kept = lastUsed === undefined ? undefined : await tryListen(lastUsed)
  const port = kept ?? (await tryListen(0))
  if (port === undefined) throw new StartError('There is no free port on 127.0.0.1.')
  return port
}

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen({ port, host: '127.0.0.1' }, () => {
      const { port: got } = server.address() as AddressInfo
      server.close(() => resolve(got))
    })
  })
}
