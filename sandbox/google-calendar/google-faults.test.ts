import { describe, expect, test } from '@jest/globals'
import { failure, insertEvent, listEvents, timed, useGoogle } from '../testing/use-google.ts'

const desk = useGoogle()
const insert = (requestBody: object) => insertEvent(desk(), requestBody)
const list = (params: object = {}) => listEvents(desk(), params)

describe('faults in the words of the provider', () => {
  test.each([
    [{ status: 403 }, 403, 'rateLimitExceeded'],
    [{ status: 403, reason: 'userRateLimitExceeded' }, 403, 'userRateLimitExceeded'],
    [{ status: 403, reason: 'quotaExceeded' }, 403, 'quotaExceeded'],
    [{ status: 403, reason: 'requiredAccessLevel' }, 403, 'requiredAccessLevel'],
    [{ status: 429 }, 429, 'rateLimitExceeded'],
    [{ status: 410 }, 410, 'fullSyncRequired'],
  ])('%j', async (fault, status, reason) => {
    await list()
    desk().running.faults.set([{ ...fault, path: '/calendar/v3/*' }])
    expect(await failure(insert(timed('01T09:00', '01T10:00')))).toEqual({ status, reason })
    expect(desk().running.state.events).toEqual({})
  })

  test('an expired token is 401 at the API and invalid_grant at the token endpoint', async () => {
    await list()
    desk().running.faults.set([
      { expired_token: true, path: '/calendar/v3/*', times: 1 },
      { expired_token: true, path: '/token' },
    ])
    expect(await failure(list())).toEqual({ status: 400, reason: 'invalid_grant' })
  })

  test('an insert whose answer is lost has happened: the repeat is 409', async () => {
    await list()
    desk().running.faults.set([{ reset_after: true, method: 'POST', times: 1 }])
    const event = timed('01T09:00', '01T10:00', { id: 'hub12345' })
    await expect(insert(event)).rejects.toThrow()
    expect(await failure(insert(event))).toEqual({ status: 409, reason: 'duplicate' })
  })
})
