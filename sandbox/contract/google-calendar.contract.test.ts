import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Fault, RunningStandIn } from '../engine/index.ts'
import { googleCalendar } from '../google-calendar/google-stand-in.ts'
import type { GoogleState } from '../google-calendar/google-state.ts'
import { openGrant, tokens } from '../google-calendar/oauth-token.ts'
import { loadOpenapi } from '../testing/openapi-contract.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../testing/webhook-receiver.ts'

const contract = loadOpenapi('google-calendar')
const suite = contract ? describe : describe.skip
const now = Date.parse('2026-11-22T08:00:00Z')

let running: RunningStandIn<GoogleState>
let receiver: WebhookReceiver
let token = ''
let refreshToken = ''

beforeAll(async () => {
  receiver = await startWebhookReceiver()
  running = await googleCalendar.start({
    port: 0,
    now: () => now,
    apiKeys: {},
    save: () => {},
    retryDelayFactor: 1,
  })
  const context = { ...running, now: () => now, apiKeys: {}, save: () => {} }
  const grant = openGrant(running.state, 'https://www.googleapis.com/auth/calendar', true)
  refreshToken = grant.refreshToken ?? ''
  token = Object(tokens(context, grant, { withRefreshToken: false })).access_token
})
afterAll(async () => {
  await running.stop()
  await receiver.close()
})

type Call = {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: object
  headers?: Record<string, string>
}

async function call(operation: string, { params = {}, query = {}, body, headers = {} }: Call = {}) {
  const [method = '', template = ''] = operation.split(' ')
  const path = template.replaceAll(/\{(\w+)\}/g, (_whole, name) => params[name] ?? 'primary')
  const answer = await fetch(`${running.address}/calendar/v3${path}?${new URLSearchParams(query)}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
}

/** Makes a call and holds both sides of it against the document. */
async function keeps(operation: string, options: Call = {}) {
  if (options.body) expect(contract?.request(operation, options.body)).toEqual([])
  expect(contract?.parameters(operation)).toEqual(expect.arrayContaining(Object.keys(options.query ?? {})))
  const { status, body } = await call(operation, options)
  if (body !== undefined) expect(contract?.reply(operation, status, body)).toEqual([])
  return body
}

const events = '/calendars/{calendarId}/events'
const one = `${events}/{eventId}`
const event = (id: string) => ({
  id,
  summary: 'Haircut: John Doe',
  start: { dateTime: '2026-12-01T09:30:00Z', timeZone: 'Asia/Kolkata' },
  end: { dateTime: '2026-12-01T10:30:00Z', timeZone: 'Asia/Kolkata' },
  attendees: [{ email: 'john.doe@example.com', displayName: 'John Doe' }],
  extendedProperties: { private: { hubBookingId: 'bk_91' } },
})

suite('the stand-in keeps the published contract', () => {
  test('which is a check that can fail', () => {
    expect(contract?.request(`POST ${events}`, { start: '2026-12-01' })).not.toEqual([])
    expect(contract?.reply('POST /freeBusy', 200, { calendars: [] })).not.toEqual([])
  })

  test('events', async () => {
    const params = { eventId: 'hub0bfjenb2u08anpt3' }
    await keeps(`POST ${events}`, { body: event(params.eventId), query: { sendUpdates: 'none' } })
    await keeps(`GET ${one}`, { params })
    await keeps(`PATCH ${one}`, { params, body: { location: 'Room 1' } })
    await keeps(`PUT ${one}`, { params, body: event(params.eventId) })
    const list = await keeps(`GET ${events}`, { query: { singleEvents: 'true', maxResults: '10' } })
    await keeps(`GET ${events}`, { query: { privateExtendedProperty: 'hubBookingId=bk_91' } })
    await keeps(`DELETE ${one}`, { params })
    const changes = await keeps(`GET ${events}`, {
      query: { singleEvents: 'true', syncToken: list.nextSyncToken },
    })
    expect(changes.items).toHaveLength(1)
  })

  test('recurring and all-day events', async () => {
    const body = {
      start: { date: '2026-12-01' },
      end: { date: '2026-12-02' },
      recurrence: ['RRULE:FREQ=DAILY;COUNT=2'],
    }
    await keeps(`POST ${events}`, { body })
    expect((await keeps(`GET ${events}`, { query: { singleEvents: 'true' } })).items).toHaveLength(2)
  })

  test('free and busy, calendars, settings', async () => {
    const body = {
      timeMin: '2026-12-01T00:00:00Z',
      timeMax: '2026-12-02T00:00:00Z',
      items: [{ id: 'primary' }, { id: 'x' }],
    }
    await keeps('POST /freeBusy', { body })
    await keeps('GET /users/me/calendarList')
    await keeps('GET /users/me/settings/{setting}', { params: { setting: 'timezone' } })
  })

  test('channels', async () => {
    const recorded = Object(contract?.fixture('watch.request'))
    const channel = await keeps(`POST ${events}/watch`, { body: { ...recorded, address: receiver.url } })
    expect(Object.keys(channel).sort()).toEqual(
      Object.keys(Object(contract?.fixture('watch.response'))).sort(),
    )
    await receiver.waitFor(1)
    const push = Object(contract?.fixture('push.sync'))
    const sent = receiver.received[0]?.headers ?? {}
    expect(Object.keys(sent)).toEqual(
      expect.arrayContaining(Object.keys(push.headers).map((name) => name.toLowerCase())),
    )
    await keeps('POST /channels/stop', { body: { id: channel.id, resourceId: channel.resourceId } })
  })

  test('errors', async () => {
    for (const status of [401, 403, 404, 429]) {
      running.faults.set([{ status, times: 1 }])
      await keeps(`GET ${one}`, { params: { eventId: 'hub00000' } })
    }
  })
})

suite('the stand-in answers the recorded bodies', () => {
  const read: readonly [string, Call] = [`GET ${one}`, { params: { eventId: 'hubfit01' } }]

  test.each<readonly [string, Fault]>([
    ['error.401', { expired_token: true }],
    ['error.403.quota', { status: 403, reason: 'quotaExceeded' }],
    ['error.403.rate_limit', { status: 403 }],
    ['error.403.user_rate_limit', { status: 403, reason: 'userRateLimitExceeded' }],
    ['error.410.full_sync', { status: 410 }],
    ['error.429', { status: 429 }],
  ])('%s by a fault', async (name, fault) => {
    running.faults.set([{ ...fault, times: 1 }])
    expect((await call(...read)).body).toEqual(contract?.fixture(name))
  })

  test('errors by what was done', async () => {
    const params = { eventId: 'hubfit01' }
    expect((await call(...read)).body).toEqual(contract?.fixture('error.404'))
    await call(`POST ${events}`, { body: event('hubfit01') })
    expect((await call(`POST ${events}`, { body: event('hubfit01') })).body).toEqual(
      contract?.fixture('error.409.duplicate'),
    )
    const stale = { params, headers: { 'if-match': '"0"' } }
    expect((await call(`DELETE ${one}`, stale)).body).toEqual(contract?.fixture('error.412'))
    await call(`DELETE ${one}`, { params })
    expect((await call(`DELETE ${one}`, { params })).body).toEqual(contract?.fixture('error.410.deleted'))
    const shared = {
      params: { calendarId: encodeURIComponent('shared@group.calendar.google.com') },
      body: event('hubfit02'),
    }
    expect((await call(`POST ${events}`, shared)).body).toEqual(contract?.fixture('error.403.forbidden'))
  })

  test('an event and a cancelled one in a list have the recorded fields', async () => {
    const recorded = Object(contract?.fixture('event'))
    const written = await call(`POST ${events}`, { body: event('hubfit03') })
    expect(Object.keys(written.body).sort()).toEqual(Object.keys(recorded).sort())
    const { body } = await call(`GET ${events}`)
    await call(`DELETE ${one}`, { params: { eventId: 'hubfit03' } })
    const changes = await call(`GET ${events}`, { query: { syncToken: body.nextSyncToken } })
    const page = Object(contract?.fixture('events.list.incremental'))
    expect(Object.keys(changes.body).sort()).toEqual(Object.keys(page).sort())
    expect(Object.keys(changes.body.items[0]).sort()).toEqual(Object.keys(page.items[0]).sort())
  })

  test('tokens', async () => {
    const client = { client_id: 'sandbox-client', client_secret: 'sandbox-client-secret' }
    const refresh = () =>
      fetch(`${running.address}/token`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken, ...client }),
      }).then((answer) => answer.json())
    const fresh = Object(await refresh())
    expect(Object.keys(fresh).sort()).toEqual(
      Object.keys(Object(contract?.fixture('oauth.refresh.response'))).sort(),
    )
    expect(fresh.expires_in).toBe(3599)
    for (const grant of running.state.grants) grant.revoked = true
    expect(await refresh()).toEqual(contract?.fixture('oauth.invalid_grant'))
  })
})
