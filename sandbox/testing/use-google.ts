import { calendar, type calendar_v3 } from '@googleapis/calendar'
import { afterEach, beforeEach } from '@jest/globals'
import { OAuth2Client } from 'google-auth-library'
import type { RunningStandIn } from '../engine/index.ts'
import { googleCalendar } from '../google-calendar/google-stand-in.ts'
import type { GoogleState } from '../google-calendar/google-state.ts'
import { openGrant } from '../google-calendar/oauth-token.ts'
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts'

export const scopeBase = 'https://www.googleapis.com/auth/'

/** What is up during one test: the official client with a consent for everything; `now` can be set. */
export type GoogleDesk = {
  running: RunningStandIn<GoogleState>
  receiver: WebhookReceiver
  auth: OAuth2Client
  client: calendar_v3.Calendar
  now: number
}

/** Starts the stand-in and a webhook receiver for each test of a file, on 22 November 2026. */
export function useGoogle(): () => GoogleDesk {
  let desk: GoogleDesk | undefined
  beforeEach(async () => {
    const receiver = await startWebhookReceiver()
    const now = () => current().now
    const running = await googleCalendar.start({
      port: 0,
      now,
      apiKeys: {},
      save: () => {},
      retryDelayFactor: 0.001,
    })
    const auth = newAuth(running.address)
    const client = calendar({ version: 'v3', auth, rootUrl: `${running.address}/` })
    desk = { running, receiver, auth, client, now: Date.parse('2026-11-22T08:00:00Z') }
    auth.setCredentials({ refresh_token: consent(desk, 'calendar') })
  })
  afterEach(async () => {
    await current().running.stop()
    await current().receiver.close()
  })
  return current

  function current(): GoogleDesk {
    if (!desk) throw new Error('The stand-in is up during a test only')
    return desk
  }
}

function newAuth(address: string): OAuth2Client {
  return new OAuth2Client({
    clientId: 'sandbox-client',
    clientSecret: 'sandbox-client-secret',
    redirectUri: 'http://127.0.0.1:1/callback',
    // Without it the client trusts the expiry it was told and passes a 401 on.
    forceRefreshOnFailure: true,
    endpoints: {
      oauth2AuthBaseUrl: `${address}/o/oauth2/v2/auth`,
      oauth2TokenUrl: `${address}/token`,
      oauth2RevokeUrl: `${address}/revoke`,
    },
  })
}

/** A refresh token for these scopes. */
export function consent({ running }: GoogleDesk, ...scopes: string[]): string {
  const scope = scopes.map((name) => scopeBase + name).join(' ')
  return openGrant(running.state, scope, true).refreshToken ?? ''
}

/** An event in December 2026, its times in UTC: `01T09:00`. */
export function timed(start: string, end: string, extra: object = {}): calendar_v3.Schema$Event {
  return {
    summary: 'Haircut',
    start: { dateTime: `2026-12-${start}:00Z` },
    end: { dateTime: `2026-12-${end}:00Z` },
    ...extra,
  }
}

export async function insertEvent(
  { client }: GoogleDesk,
  requestBody: object,
): Promise<calendar_v3.Schema$Event> {
  return (await client.events.insert({ calendarId: 'primary', requestBody })).data
}

export async function listEvents(
  { client }: GoogleDesk,
  params: object = {},
): Promise<calendar_v3.Schema$Events> {
  return (await client.events.list({ calendarId: 'primary', ...params })).data
}

/** Status and reason of a call that must fail. */
export async function failure(work: Promise<unknown>): Promise<{ status: unknown; reason: unknown }> {
  const error: unknown = await work.then(
    () => 'no failure',
    (reason: unknown) => reason,
  )
  const { status, data } = Object(Object(error).response)
  return { status, reason: data?.error?.errors?.[0]?.reason ?? data?.error }
}
