import { describe, expect, test } from '@jest/globals'
import type { JobOutcome } from './job.ts'
import { settle } from './settlement.ts'

const facts = { attempt: 2, maxAttempts: 5, now: 1_000_000, random: 0 }

describe('what a run leaves behind', () => {
  test('done is the end', () => {
    expect(settle({ is: 'done' }, facts)).toEqual({ state: 'done', error: null })
  })

  test('cancel is the end as well, with its reason', () => {
    expect(settle({ is: 'cancel', why: 'gone' }, facts)).toEqual({ state: 'cancelled', error: 'gone' })
  })

  test('snooze waits until the named time, does not count and needs no reason', () => {
    const settlement = settle({ is: 'snooze', until: 1_500_000 }, { ...facts, attempt: 5 })
    expect(settlement).toEqual({ state: 'waiting', runAt: 1_500_000, error: null, counts: false })
  })

  test('retry waits as long as the handler says', () => {
    const settlement = settle({ is: 'retry', why: 'busy', after: 7_000 }, facts)
    expect(settlement).toEqual({ state: 'waiting', runAt: 1_007_000, error: 'busy', counts: true })
  })

  test('retry without a time waits as long as the attempt number calls for', () => {
    expect(settle({ is: 'retry', why: 'busy' }, facts)).toMatchObject({ runAt: 1_002_000 })
  })

  test('retry after the last attempt is a failure', () => {
    const settlement = settle({ is: 'retry', why: 'busy', after: 7_000 }, { ...facts, attempt: 5 })
    expect(settlement).toEqual({ state: 'failed', error: 'busy' })
  })

  test('a word that is no outcome is refused', () => {
    const nonsense: JobOutcome = JSON.parse('{"is":"fine"}')
    expect(() => settle(nonsense, facts)).toThrow(/no outcome/)
  })
})
