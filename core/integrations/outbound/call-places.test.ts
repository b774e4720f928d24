import type { LimitsManifest } from '@askpro/plugin-sdk'
import { afterEach, expect, jest, test } from '@jest/globals'
import { CallPlaces } from './call-places.ts'
import { backgroundPauseAfter, pauseAfter } from './pauses.ts'

const never = new AbortController().signal
const ready = () => {}

afterEach(() => {
  jest.useRealTimers()
})

function started(limits: LimitsManifest) {
  const places = new CallPlaces(limits)
  const ends: Array<() => void> = []
  const call = (signal: AbortSignal = never) =>
    places.take(signal, {
      ready,
      work: () => new Promise<string>((resolve) => ends.push(() => resolve('done'))),
    })
  return { ends, call }
}

const HEADERS = { remaining: 'x-left', reset: 'x-reset' }

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('no more calls are under way at once than the manifest says; the others follow in turn', async () => {
  const { ends, call } = started({ at_once: 2 })
  const calls = [call(), call(), call()]
  await settled()
  expect(ends.length).toBe(2)
  ends[0]?.()
  await settled()
  expect(ends.length).toBe(3)
  for (const end of ends) end()
  expect(await Promise.all(calls)).toEqual(['done', 'done', 'done'])
})

test('a caller that gives up while it waits gets its own reason, and its call is never made', async () => {
  const { ends, call } = started({ at_once: 1 })
  const first = call()
  const caller = new AbortController()
  const second = call(caller.signal)
  caller.abort(new Error('the visitor left'))
  await expect(second).rejects.toThrow('the visitor left')
  ends[0]?.()
  await first
  await settled()
  expect(ends.length).toBe(1)
})

test('whoever waits for a place longer than a call may take is told to come again', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'performance'] })
  const { ends, call } = started({ at_once: 1 })
  const first = call()
  const second = call()
  const refused = expect(second).rejects.toMatchObject({ name: 'RetryLater', after: 1_000 })
  jest.advanceTimersByTime(10_000)
  await refused
  ends[0]?.()
  expect(await first).toBe('done')
})

test('out of its rate a connection is told when to come again, at once, and its calls are not counted', async () => {
  const places = new CallPlaces({ rate: { requests: 3, seconds: 60 } })
  const work = async () => 'done'
  for (let i = 0; i < 3; i++) expect(await places.take(never, { ready, work })).toBe('done')
  const begun = performance.now()
  await expect(places.take(never, { ready, work })).rejects.toMatchObject({
    name: 'RetryLater',
    after: expect.any(Number),
  })
  expect(performance.now() - begun).toBeLessThan(1_000)
})

test('a wait that ends a moment before the time of the rate is over is waited on, not given up', async () => {
  const places = new CallPlaces({ rate: { requests: 5, seconds: 0.02 } })
  const call = () => places.take(never, { ready, work: async () => 'done' })
  for (let i = 0; i < 50; i++)
    expect(new Set(await Promise.all(Array.from({ length: 10 }, call)))).toEqual(new Set(['done']))
})

test('the background leaves a quarter of the rate to bookings, which may use all of it', async () => {
  const places = new CallPlaces({ rate: { requests: 8, seconds: 60 } })
  const call = (background: boolean) => places.take(never, { ready, background, work: async () => 'done' })
  for (let i = 0; i < 6; i++) await call(true)
  await expect(call(true)).rejects.toMatchObject({ name: 'RetryLater' })
  expect([await call(false), await call(false)]).toEqual(['done', 'done'])
  await expect(call(false)).rejects.toMatchObject({ name: 'RetryLater' })
  const other = new CallPlaces({ rate: { requests: 8, seconds: 60 } })
  const booking = () => other.take(never, { ready, work: async () => 'done' })
  for (let i = 0; i < 8; i++) expect(await booking()).toBe('done')
})

test('the background leaves a place free, so that a booking need not wait for a slow sync', async () => {
  const places = new CallPlaces({ at_once: 4 })
  const ends: Array<() => void> = []
  const sync = () =>
    places.take(never, {
      ready,
      background: true,
      work: () => new Promise<void>((resolve) => ends.push(resolve)),
    })
  const syncs = [sync(), sync(), sync(), sync()]
  await settled()
  expect(ends.length).toBe(3)
  expect(await places.take(never, { ready, work: async () => 'booked' })).toBe('booked')
  while (ends.length > 0) {
    ends.shift()?.()
    await settled()
  }
  await Promise.all(syncs)
})

test.each([
  ['31', undefined],
  ['30', 12_000],
  ['0', 12_000],
  ['rubbish', undefined],
])('of 120 calls a minute %s that are left hold the background back for %s', (left, pause) => {
  const response = new Response(null, { headers: { 'x-left': left, 'x-reset': '12' } })
  const rate = { requests: 120, seconds: 60 }
  expect(backgroundPauseAfter(response, { headers: HEADERS, rate })).toBe(pause)
})

test('what is held back for another reason uses up no rate', async () => {
  const places = new CallPlaces({ rate: { requests: 1, seconds: 60 } })
  const closed = () => {
    throw new Error('closed')
  }
  for (let i = 0; i < 3; i++)
    await expect(places.take(never, { ready: closed, work: async () => 1 })).rejects.toThrow('closed')
  expect(await places.take(never, { ready, work: async () => 1 })).toBe(1)
})

test.each<[string, number, Record<string, string>, number | undefined]>([
  ['Retry-After of a 429', 429, { 'retry-after': '7', 'x-reset': '99' }, 7_000],
  ['Retry-After of a 503', 503, { 'retry-after': '7' }, 7_000],
  ['Retry-After of anything else', 200, { 'retry-after': '7' }, undefined],
  ['a 429 with the own header', 429, { 'x-reset': '30' }, 30_000],
  ['a 429 that says nothing', 429, {}, undefined],
  ['the last call that is left', 200, { 'x-left': '0', 'x-reset': '12' }, 12_000],
  ['calls that are left', 200, { 'x-left': '5', 'x-reset': '12' }, undefined],
  ['a reset in a year', 200, { 'x-left': '0', 'x-reset': '31536000' }, 3_600_000],
  ['a reset that is past', 200, { 'x-left': '0', 'x-reset': '1000000001' }, 0],
  ['rubbish', 429, { 'x-reset': 'soon' }, undefined],
])('the provider is heeded: %s', (_what, status, headers, pause) => {
  expect(pauseAfter(new Response(null, { status, headers }), HEADERS)).toBe(pause)
})
