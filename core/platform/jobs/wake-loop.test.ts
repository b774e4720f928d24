import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from '@jest/globals'
import { silentLogger } from '../log/logger.ts'
import { eventually } from './testing/eventually.ts'
import { WakeLoop } from './wake-loop.ts'

const FAR = 60_000
let loop: WakeLoop | undefined

afterEach(() => loop?.stop())

function looping(everyMs: number, round: () => Promise<void>, log = silentLogger): WakeLoop {
  loop = new WakeLoop({ name: 'the loop', everyMs, round, log })
  loop.start()
  return loop
}

test('rounds follow each other after a rest', async () => {
  let rounds = 0
  looping(10, async () => void ++rounds)
  await eventually('three rounds', () => rounds >= 3)
})

test('a poke ends the rest at once', async () => {
  let rounds = 0
  const poked = looping(FAR, async () => void ++rounds)
  await eventually('the first round', () => rounds === 1)
  poked.poke()
  await eventually('the second', () => rounds === 2, 200)
})

test('pokes during a round make one more round, however many they are', async () => {
  let rounds = 0
  const poked = looping(FAR, async () => {
    rounds += 1
    await sleep(50)
  })
  for (let i = 0; i < 5; i += 1) poked.poke()
  await sleep(300)
  expect(rounds).toBe(2)
})

test('with a pause the pokes of that time are one round, and a poke after it needs none', async () => {
  const PAUSE = 500
  const rounds: number[] = []
  loop = new WakeLoop({
    name: 'the loop',
    everyMs: FAR,
    pauseMs: PAUSE,
    round: async () => void rounds.push(performance.now()),
    log: silentLogger,
  })
  loop.start()
  await eventually('the first', () => rounds.length === 1)
  for (let i = 0; i < 5; i += 1) loop.poke()
  await eventually('the second', () => rounds.length === 2)
  expect((rounds[1] ?? 0) - (rounds[0] ?? 0)).toBeGreaterThan(PAUSE - 5)
  await sleep(PAUSE * 1.2)
  expect(rounds).toHaveLength(2)
  loop.poke()
  await eventually('the third', () => rounds.length === 3, PAUSE * 0.9)
})

test('rounds never overlap', async () => {
  let inside = 0
  let most = 0
  const poked = looping(1, async () => {
    most = Math.max(most, ++inside)
    await sleep(10)
    inside -= 1
  })
  for (let i = 0; i < 10; i += 1) {
    poked.poke()
    await sleep(7)
  }
  expect(most).toBe(1)
})

test('a failing round is told once, is tried again after the rest and not sooner, and its end is told', async () => {
  const told: string[] = []
  const log = {
    ...silentLogger,
    info: (_: object, message: string) => void told.push(message),
    warn: (_: object, message: string) => void told.push(message),
  }
  let rounds = 0
  const failing = looping(
    40,
    async () => {
      if (++rounds <= 3) throw new Error('down')
    },
    log,
  )
  await eventually('the first failure', () => failing.failure !== null)
  expect(failing.failure).toMatch(/the loop: Error: down/)
  for (let i = 0; i < 20; i += 1) failing.poke()
  expect(rounds).toBe(1)
  await eventually('it works again', () => failing.failure === null)
  expect(told).toEqual(['the loop failed and goes on trying', 'the loop works again'])
})

test('stop waits for the round under way, and no other follows', async () => {
  let rounds = 0
  const stopped = looping(1, async () => {
    await sleep(50)
    rounds += 1
  })
  await stopped.stop()
  const before = rounds
  expect(before).toBe(1)
  await sleep(80)
  expect(rounds).toBe(before)
})

test('a round never runs in the context of whoever poked', async () => {
  const context = new AsyncLocalStorage<string>()
  const seen: Array<string | undefined> = []
  const poked = looping(FAR, async () => void seen.push(context.getStore()))
  await eventually('the first round', () => seen.length === 1)
  context.run('a request', () => poked.poke())
  await eventually('the second', () => seen.length === 2)
  expect(seen).toEqual([undefined, undefined])
})
