import type { StandInContext, WebhookPolicy } from '../engine/index.ts'
import type { GoogleState, PushChannel } from './google-state.ts'

type Context = StandInContext<GoogleState>

/** Tells every live channel of a calendar that something changed; not awaited, and it does not say what. */
export function notifyChannels(context: Context, calendarId: string): void {
  const { state, now } = context
  state.channels = state.channels.filter(({ expiration }) => expiration > now())
  for (const channel of state.channels)
    if (channel.calendarId === calendarId) sendPush(context, channel, 'exists')
}

/** `sync` is the first message of a channel, at once after it was made. */
export function sendPush(context: Context, channel: PushChannel, resourceState: 'sync' | 'exists'): void {
  // Numbers rise, not by one: clients that count them are wrong.
  channel.messageNumber += resourceState === 'sync' ? 1 : 3
  void context.webhooks.send({
    url: channel.address,
    body: '',
    label: resourceState,
    lane: channel.id,
    meta: {
      'x-goog-channel-id': channel.id,
      'x-goog-channel-expiration': new Date(channel.expiration).toUTCString(),
      'x-goog-resource-id': channel.resourceId,
      'x-goog-resource-uri': resourceUri(channel.calendarId),
      'x-goog-resource-state': resourceState,
      'x-goog-message-number': String(channel.messageNumber),
      ...(channel.token !== undefined && { 'x-goog-channel-token': channel.token }),
    },
  })
}

export function resourceUri(calendarId: string): string {
  return `https://www.googleapis.com/calendar/v3/calendars/${encodeURIComponent(calendarId)}/events?alt=json`
}

/** Headers only, unsigned; 500, 502, 503 and 504 are tried again with backoff, other answers are final. */
export const pushPolicy: WebhookPolicy = {
  headersFor: ({ meta = {} }) => meta,
  retryDelaysMs: [5_000, 15_000, 45_000, 135_000],
  timeoutMs: 10_000,
  accepts: (status) => [102, 200, 201, 202, 204].includes(status),
  retries: (status) => status === null || [500, 502, 503, 504].includes(status),
}
