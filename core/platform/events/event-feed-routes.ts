import { Type } from '@sinclair/typebox'
import { HubError } from '../errors.ts'
import { defineRoute, type Route } from '../http/route.ts'
import type { EventFeed } from './event-feed.ts'

export function eventFeedRoutes(feed: EventFeed): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/events/stream',
      tag: 'events',
      summary: 'What happens, as it happens',
      description:
        'Server-sent events (`text/event-stream`) of the tenant: `id` is the position, `event` the type, `data` the ids of the event (`id`, `type`, `aggregate`, `aggregate_id`, `version`, `occurred_at`). It begins with an event `hello` whose `id` is where the stream stands, sends a comment every 15 seconds, and ends after five minutes. Connect again with the last `id` as `Last-Event-ID` and nothing is missed; where events after it are not kept any more, the answer is 410 `events_forgotten`. At most ten at once for each key.',
      permission: 'events:read',
      rate: 'read',
      query: Type.Object({}),
      replies: {
        200: { description: 'A stream of events, `text/event-stream`' },
        410: { description: 'Some events after `Last-Event-ID` are not kept any more: read anew' },
      },
      async handler({ tenantId, actor, headers }) {
        const after = positionOf(headers['last-event-id']?.toString())
        const body = await feed.open({ tenantId, after, actorId: actor?.keyId ?? '' })
        return { status: 200, body, type: 'text/event-stream; charset=utf-8', headers: UNTOUCHED }
      },
    }),
  ]
}

/** No cache keeps it, and a proxy passes on each event at once. */
const UNTOUCHED = { 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' }

function positionOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  const position = Number(text)
  if (Number.isSafeInteger(position) && position >= 0) return position
  throw new HubError('bad_request', { detail: 'Last-Event-ID is the id of an event of this stream.' })
}
