import { expect, test } from '@jest/globals'
import { HubError } from '../errors.ts'
import { silentLogger } from '../log/logger.ts'
import { type RateCounter, RateLimits } from './rate-limits.ts'

test('points are taken by class and key, and the refusal says how long to wait', async () => {
  const limits = new RateLimits({ log: silentLogger, limits: { write: { points: 2, seconds: 30 } } })
  expect(await limits.take('write', 'a')).toMatchObject({
    'RateLimit-Remaining': '1',
    'RateLimit-Limit': '2',
  })
  await limits.take('write', 'a')
  const refusal = limits.take('write', 'a')
  await expect(refusal).rejects.toBeInstanceOf(HubError)
  await expect(refusal).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 30 })
  expect(await limits.take('write', 'b')).toMatchObject({ 'RateLimit-Remaining': '1' })
  expect(await limits.take('read', 'a')).toMatchObject({ 'RateLimit-Limit': '100' })
})

test('a window that is over gives its points back', async () => {
  const limits = new RateLimits({ log: silentLogger, limits: { open: { points: 1, seconds: 0.2 } } })
  await limits.take('open', 'a')
  await expect(limits.take('open', 'a')).rejects.toMatchObject({ code: 'rate_limited' })
  await new Promise((resolve) => setTimeout(resolve, 250))
  await expect(limits.take('open', 'a')).resolves.toMatchObject({ 'RateLimit-Remaining': '0' })
})

test('a counter that is broken lets requests pass and says so', async () => {
  const warnings: string[] = []
  const broken: RateCounter = { consume: () => Promise.reject(new Error('the store is gone')) }
  const log = { ...silentLogger, warn: (_: object, message: string) => void warnings.push(message) }
  const limits = new RateLimits({ log, newCounter: () => broken })
  expect(await limits.take('read', 'a')).toEqual({})
  expect(warnings).toEqual(['the rate limiter failed; the request was let through'])
})
