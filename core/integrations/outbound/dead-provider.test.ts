import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { type BreakerState, CircuitBreaker } from './circuit-breaker.ts'
import { OutboundFetch } from './outbound-fetch.ts'

const OPEN_FOR = 60
const closing: Array<() => unknown> = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A provider whose answers the test gives, and the wire of one connection to it. */
async function connection() {
  const asked: ServerResponse[] = []
  let answer: ((response: ServerResponse) => void) | undefined
  const server: Server = createServer((_request, response) => {
    asked.push(response)
    answer?.(response)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const key = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const states: BreakerState[] = []
  const breaker = new CircuitBreaker({ openFor: OPEN_FOR, onChange: (state) => states.push(state) })
  const out = new OutboundFetch({ breaker })
  closing.push(
    () => out.close(),
    () => server.closeAllConnections(),
    () => server.close(),
  )
  const fetch = out.to({ declared: [], configured: new Map([[key, 'base_url']]), opened: new Set([key]) })
  return {
    asked,
    states,
    breaker,
    from: (with_: typeof answer) => {
      answer = with_
    },
    // A POST: nothing is repeated by itself.
    call: () => fetch(`http://${key}/`, { method: 'POST' }),
  }
}

async function until(what: () => boolean): Promise<void> {
  for (const end = performance.now() + 5_000; !what(); ) {
    if (performance.now() > end) throw new Error('waited in vain')
    await new Promise((resolve) => setImmediate(resolve))
  }
}

test('the breaker opens after five outages, lets one probe through, and closes when it succeeds', async () => {
  const { asked, states, breaker, from, call } = await connection()
  from((response) => response.writeHead(500).end())
  for (let i = 0; i < 5; i++) expect((await call()).status).toBe(500)
  expect(states).toEqual(['open'])
  await expect(call()).rejects.toMatchObject({ name: 'RetryLater' })
  expect(asked.length).toBe(5)

  from(undefined)
  await until(() => breaker.pausedFor === 0)
  const failing = [call(), call(), call(), call()]
  await until(() => asked.length === 6)
  expect(states).toEqual(['open', 'half_open'])
  asked[5]?.writeHead(500).end()
  const results = await Promise.allSettled(failing)
  expect(results.filter(({ status }) => status === 'rejected').length).toBe(3)
  expect([asked.length, states]).toEqual([6, ['open', 'half_open', 'open']])

  await until(() => breaker.pausedFor === 0)
  const passing = [call(), call(), call(), call()]
  await until(() => asked.length === 7)
  from((response) => response.writeHead(200).end())
  asked[6]?.writeHead(200).end()
  expect((await Promise.all(passing)).map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect(states).toEqual(['open', 'half_open', 'open', 'half_open', 'closed'])
})

test('one client’s dead calendar slows no one else', async () => {
  const [dead, alive] = [await connection(), await connection()]
  alive.from((response) => response.writeHead(200).end())
  let ended = 0
  const note = () => {
    ended += 1
  }
  const hanging = Array.from({ length: 50 }, () => dead.call().then(note, note))
  await until(() => dead.asked.length === 10)
  for (let i = 0; i < 40; i++) expect((await alive.call()).status).toBe(200)
  // Whoever had waited for a place or an answer of the dead one would come after it: ten seconds, however busy the machine.
  expect([ended, dead.asked.length]).toEqual([0, 10])
  dead.from(({ socket }) => socket?.destroy())
  for (const { socket } of dead.asked) socket?.destroy()
  // The first five open the breaker, and those that still wait are told so without a call.
  await Promise.all(hanging)
  expect([dead.states[0], dead.asked.length < 20, alive.states]).toEqual(['open', true, []])
})
