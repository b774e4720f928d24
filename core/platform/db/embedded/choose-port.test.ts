import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { expect, test } from '@jest/globals'
import { choosePort } from './choose-port.ts'

async function takenPort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}

test('the port of last time is kept while it is free, and left when it is taken', async () => {
  const { server, port } = await takenPort()
  expect(await choosePort(undefined, port)).not.toBe(port)
  server.close()
  await once(server, 'close')
  expect(await choosePort(undefined, port)).toBe(port)
})

test('a port that was asked for and is taken is refused in one line', async () => {
  const { server, port } = await takenPort()
  await expect(choosePort(port, undefined)).rejects.toThrow(
    new RegExp(`^Port ${port} on 127.0.0.1 is taken: .*$`),
  )
  server.close()
})
