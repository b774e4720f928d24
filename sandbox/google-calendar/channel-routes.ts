import { createHash } from 'node:crypto'
import { BodyFields, type Handler, type Route } from '../engine/index.ts'
import { findCalendar } from './calendar-book.ts'
import { badRequest, problems, refuse } from './google-errors.ts'
import type { GoogleState, PushChannel } from './google-state.ts'
import { resourceUri, sendPush } from './push.ts'

const weekSeconds = 604_800

const watch: Handler<GoogleState> = (request, context) => {
  const { state, now } = context
  const calendar = findCalendar(state, request.params.calendarId)
  const fields = new BodyFields(request.body)
  const id = fields.text('id')
  const address = fields.text('address')
  const token = fields.optionalText('token')
  if (fields.problems.length > 0) return refuse(badRequest(fields.problems.join(', '), 'required'))
  if (fields.raw('type') !== 'web_hook') return refuse(badRequest('Invalid value for: type', 'invalid'))
  if (!isReachable(address))
    return refuse(badRequest(`WebHook callback must be HTTPS: ${address}`, 'webhookUrlNotHttps'))
  if (state.channels.some((channel) => channel.id === id && channel.expiration > now()))
    return refuse(badRequest(`Channel id ${id} not unique`, 'channelIdNotUnique'))
  const channel: PushChannel = {
    id,
    resourceId: createHash('sha256').update(calendar.id).digest('base64url').slice(0, 27),
    calendarId: calendar.id,
    address,
    expiration: expirationOf(fields, now()),
    messageNumber: 0,
    ...(token !== undefined && { token }),
  }
  state.channels.push(channel)
  sendPush(context, channel, 'sync')
  const { resourceId, expiration } = channel
  const body = {
    kind: 'api#channel',
    id,
    resourceId,
    resourceUri: resourceUri(calendar.id),
    ...(token !== undefined && { token }),
    expiration: String(expiration),
  }
  return { status: 200, body }
}

const stop: Handler<GoogleState> = (request, { state }) => {
  const fields = new BodyFields(request.body)
  const left = state.channels.filter(
    ({ id, resourceId }) => id !== fields.raw('id') || resourceId !== fields.raw('resourceId'),
  )
  if (left.length === state.channels.length)
    return refuse({
      ...problems.notFound,
      message: `Channel '${String(fields.raw('id'))}' not found for project`,
    })
  state.channels = left
  return { status: 204 }
}

/** `params.ttl` in seconds, or `expiration` in milliseconds, both as text; a week at most and by default. */
function expirationOf(fields: BodyFields, now: number): number {
  const latest = now + weekSeconds * 1000
  const ttl = Number(fields.raw('params.ttl') ?? weekSeconds)
  const wanted = Number(fields.raw('expiration') ?? now + ttl * 1000)
  if (!(wanted > now)) return refuse(badRequest('Invalid expiration', 'invalid'))
  return Math.min(wanted, latest)
}

/** The provider wants public HTTPS; this machine's own addresses stand for it. */
function isReachable(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
}

export const channelRoutes: readonly Route<GoogleState>[] = [
  { method: 'POST', path: '/calendar/v3/calendars/:calendarId/events/watch', handle: watch },
  { method: 'POST', path: '/calendar/v3/channels/stop', handle: stop },
]
