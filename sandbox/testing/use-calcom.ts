import { afterEach, beforeEach } from '@jest/globals'
import { calcom } from '../calcom/calcom-stand-in.ts'
import type { CalcomState } from '../calcom/calcom-state.ts'
import type { RunningStandIn } from '../engine/index.ts'
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts'

export type CalcomAnswer = {
  status: number
  headers: Headers
  body: Record<string, unknown>
}

export const monday = '2026-12-07'

const versions: Record<string, string> = {
  slots: '2024-09-04',
  bookings: '2024-08-13',
  'event-types': '2024-06-14',
  schedules: '2024-06-11',
}

/** What is up during one test; `now` is the provider's clock and can be set. */
export type CalcomDesk = { running: RunningStandIn<CalcomState>; receiver: WebhookReceiver; now: number }

/** Starts the stand-in and a webhook receiver for each test of a file, on 22 November 2026. */
export function useCalcom(): () => CalcomDesk {
  let desk: CalcomDesk | undefined
  beforeEach(async () => {
    const receiver = await startWebhookReceiver()
    const now = () => current().now
    const running = await calcom.start({ port: 0, now, apiKeys: {}, save: () => {}, retryDelayFactor: 0.001 })
    desk = { running, receiver, now: Date.parse('2026-11-22T08:00:00Z') }
  })
  afterEach(async () => {
    await current().running.stop()
    await current().receiver.close()
  })
  return current

  function current(): CalcomDesk {
    if (!desk) throw new Error('The stand-in is up during a test only')
    return desk
  }
}

/** Calls with key and version header; `headers` override them. */
export async function callCalcom(
  { running }: CalcomDesk,
  request: string,
  { body, headers = {} }: { body?: object; headers?: Record<string, string> } = {},
): Promise<CalcomAnswer> {
  const [method = '', path = ''] = request.split(' ')
  const version = versions[path.split(/[/?]/)[2] ?? '']
  const answer = await fetch(`${running.address}${path}`, {
    method,
    headers: {
      authorization: 'Bearer cal_live_sandbox',
      'content-type': 'application/json',
      ...(version && { 'cal-api-version': version }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, headers: answer.headers, body: JSON.parse(await answer.text()) }
}

/** Books an hour on that Monday at 09:00 UTC unless `extra` says otherwise. */
export function book(desk: CalcomDesk, extra: object = {}): Promise<CalcomAnswer> {
  const attendee = {
    name: 'John Doe',
    email: 'john.doe@example.com',
    timeZone: 'Europe/Berlin',
    phoneNumber: '+491713920011',
  }
  const metadata = { hubBookingId: 'bk_91' }
  const body = { start: `${monday}T09:00:00Z`, eventTypeId: 7, attendee, metadata, ...extra }
  return callCalcom(desk, 'POST /v2/bookings', { body })
}

export function uidOf({ body }: CalcomAnswer): string {
  return String(Object(body.data).uid)
}

/** Starts of the free slots on that Monday. */
export async function slotStarts(desk: CalcomDesk, query = ''): Promise<string[]> {
  const { body } = await callCalcom(desk, `GET /v2/slots?eventTypeId=7&start=${monday}&end=${monday}${query}`)
  return Object.values(Object(body.data))
    .flat()
    .map((slot) => String(Object(slot).start))
}
