import { createHash, timingSafeEqual } from 'node:crypto'
import { type RawRequest, Refused, type WatchHandler, type WebhookHandler } from '@askpro/plugin-sdk'
import { calling, googleApi, ifThere } from './google-api.ts'

/** Of the watch in plugin.json, and of the sync that a message asks for. */
const EVENTS = 'events'

/** Google lets a channel live for a week and cannot extend it. */
const LIFE_SECONDS = 604_800

/** Push channels, one for each calendar. */
export const eventChannels: WatchHandler = {
  async open(ctx, { id, secret, address, calendar }) {
    if (calendar === null) throw new Refused('no_calendar', 'Google tells of changes to a calendar only.')
    const api = await googleApi(ctx)
    const requestBody = {
      id,
      type: 'web_hook',
      address,
      token: secret,
      params: { ttl: String(LIFE_SECONDS) },
    }
    const channel = await calling(() => api.events.watch({ calendarId: calendar, requestBody }))
    const expiresAt = Number(channel.expiration ?? ctx.now() + LIFE_SECONDS * 1_000)
    return { reference: { resource_id: channel.resourceId ?? '' }, expiresAt }
  },

  /** Without the answer to `open` there is no resource to name: such a channel ends by itself. */
  async close(ctx, { id, reference }) {
    if (!reference?.resource_id) return
    const api = await googleApi(ctx)
    const requestBody = { id, resourceId: reference.resource_id }
    // One that has ended by itself is as good as closed.
    await ifThere(calling(() => api.channels.stop({ requestBody })))
  },
}

/**
 * A message has no body and no signature, only headers: the channel's token, which Google sends back, is what tells a
 * genuine one. It says that something changed, not what.
 */
export const push: WebhookHandler = {
  async verify(ctx, { headers }) {
    const known = (await ctx.watches(EVENTS)).find(({ id }) => id === headers['x-goog-channel-id'])
    if (!known) return { genuine: false, why: 'It is of no channel that the hub has opened.' }
    const token = headers['x-goog-channel-token'] ?? ''
    if (token !== '' && isSame(token, known.secret)) return { genuine: true }
    return { genuine: false, why: 'The token is not that of its channel.' }
  },

  /** Numbers rise within a channel, not by one. */
  dedupeKey: async ({ headers }) =>
    `${headers['x-goog-channel-id'] ?? ''}:${headers['x-goog-message-number'] ?? ''}`,

  /** The first message of a channel, `sync`, only says that it is open. */
  facts: async (_ctx, request) =>
    tellsOfChange(request) ? [{ type: 'calendar.changed', sync: EVENTS }] : [],
}

const tellsOfChange = ({ headers }: RawRequest): boolean =>
  headers['x-goog-resource-state'] === 'exists' || headers['x-goog-resource-state'] === 'not_exists'

/** In constant time, whatever the lengths. */
const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
