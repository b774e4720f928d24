import { Misconfigured, ReauthRequired, Refused, RetryLater } from '@askpro/plugin-sdk'
import { describe, expect, test } from '@jest/globals'
import { HubError } from '../platform/errors.ts'
import { outcomeOf } from './outcome-of.ts'

const NOW = 1_000

describe('a job that asked a provider', () => {
  test.each([
    ['waits as long as the provider said', new RetryLater('busy', { after: 7_000 }), 7_000],
    ['waits a little where the provider did not say', new RetryLater('away'), 10_000],
    ['waits for an admin to connect again', new ReauthRequired('revoked'), 300_000],
    ['waits for an admin to correct a setting', new Misconfigured('region', 'unknown'), 300_000],
  ])('%s', (_what, error, wait) => {
    expect(outcomeOf(error, NOW)).toEqual({ is: 'snooze', until: NOW + wait, why: error.message })
  })

  test('ends when the provider refused the matter', () => {
    expect(outcomeOf(new Refused('taken', 'no room'), NOW)).toEqual({ is: 'cancel', why: 'no room' })
  })

  test('knows a failure by its name, since a plugin may bring its own copy of the classes', () => {
    const foreign = Object.assign(new Error('busy'), { name: 'RetryLater', after: 2_000 })
    expect(outcomeOf(foreign, NOW)).toEqual({ is: 'snooze', until: NOW + 2_000, why: 'busy' })
  })

  test.each([new TypeError('a bug'), new HubError('unavailable'), new HubError('not_found'), 'just text'])(
    'passes on what is no failure of the provider: %s',
    (error) => {
      expect(() => outcomeOf(error, NOW)).toThrow(error as Error)
    },
  )
})
