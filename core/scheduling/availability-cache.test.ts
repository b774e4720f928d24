import { expect, jest, test } from '@jest/globals'
import { TestClock } from '../platform/testing/test-clock.ts'
import { AvailabilityCache, type FinishedAnswer } from './availability-cache.ts'

const finished = (text: string, validUntil: number | null = null) => ({
  bytes: Buffer.from(text),
  etag: `"${text}"`,
  validUntil,
})

function world() {
  const clock = new TestClock(1_000_000)
  let tell: (tenantId: string) => void = () => {}
  const watchWrites = (told: (tenantId: string) => void) => {
    tell = told
  }
  const cache = new AvailabilityCache({ clock, database: { watchWrites } })
  let looks = 0
  const ask = (question = 'when?', validUntil: number | null = null) =>
    cache.answers
      .recall('salon', question, async () => finished(`${++looks}`, validUntil))
      .then(({ value: { bytes } }) => String(bytes))
  return { cache, clock, ask, wrote: (tenantId: string) => tell(tenantId) }
}

const event = (tenantId: string) => ({ tenantId }) as never

test('the same question is looked up once, also by those who ask at the same time', async () => {
  const { ask } = world()
  expect(await Promise.all([ask(), ask(), ask('who?')])).toEqual(['1', '1', '2'])
  expect(await ask()).toBe('1')
})

test('what this process writes for a tenant, and what happened elsewhere, is followed by a new look', async () => {
  const { ask, wrote, cache } = world()
  await ask()
  wrote('another')
  await cache.handle([event('another')])
  expect(await ask()).toBe('1')
  wrote('salon')
  expect(await ask()).toBe('2')
  await cache.handle([event('salon')])
  expect(await ask()).toBe('3')
})

test('a look that began before a change is not kept after it', async () => {
  const { cache, wrote } = world()
  const { promise: slow, resolve: finish } = Promise.withResolvers<FinishedAnswer>()
  const early = cache.answers.recall('salon', 'when?', () => slow)
  wrote('salon')
  finish(finished('early'))
  expect(await early).toMatchObject({ value: { etag: '"early"' } })
  const later = await cache.answers.recall('salon', 'when?', async () => finished('later'))
  expect(later).toMatchObject({ value: { etag: '"later"' } })
})

test('an answer is good until the time it names, by the clock of the business', async () => {
  const { ask, clock } = world()
  await ask('when?', clock.now() + 60_000)
  expect(await ask()).toBe('1')
  clock.forward(1)
  expect(await ask()).toBe('2')
})

test('what nobody told a change of counts for half a second, and for five while others can be heard', async () => {
  jest.useFakeTimers()
  try {
    const { ask, cache } = world()
    const after = async (ms: number) => {
      jest.advanceTimersByTime(ms)
      return await ask()
    }
    expect([await ask(), await after(499), await after(1)]).toEqual(['1', '1', '2'])
    // What was kept before may be stale: a change of that time was told to nobody.
    cache.hears(true)
    expect(await ask()).toBe('3')
    cache.hears(true)
    expect([await after(4_999), await after(1)]).toEqual(['3', '4'])
    cache.hears(false)
    expect(await ask()).toBe('5')
  } finally {
    jest.useRealTimers()
  }
})

test('when the stream breaks everything is forgotten, and a failed look is not kept', async () => {
  const { ask, cache } = world()
  await ask()
  cache.onBreak()
  expect(await ask()).toBe('2')
  await expect(
    cache.answers.recall('salon', 'how?', () => Promise.reject(new Error('down'))),
  ).rejects.toThrow('down')
  expect(await ask('how?')).toBe('3')
})
