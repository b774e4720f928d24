import { Type } from '@sinclair/typebox'
import type { Database } from '../db/database.ts'
import { defineRoute, type Route } from '../http/route.ts'
import type { StoredEvent } from './event.ts'
import { EventReader } from './event-reader.ts'

const eventSchema = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    position: Type.Integer({
      description: 'Rises from event to event; send the last one as `after` to read on',
    }),
    tenant_id: Type.String({ format: 'uuid' }),
    aggregate: Type.String({ examples: ['appointment'] }),
    aggregate_id: Type.String({ format: 'uuid' }),
    version: Type.Integer({ description: 'Of the aggregate, after the change' }),
    type: Type.String({ examples: ['appointment.booked'] }),
    payload: Type.Record(Type.String(), Type.Unknown(), {
      description: 'Ids and facts, never personal data',
    }),
    occurred_at: Type.String({ format: 'date-time' }),
  },
  { additionalProperties: false },
)

const pageSchema = Type.Object(
  {
    data: Type.Array(eventSchema),
    next_cursor: Type.Union([Type.String(), Type.Null()], {
      description:
        'Send as `after` for the next page; null when this page reached the end of what has happened',
    }),
  },
  { additionalProperties: false },
)

const LIMIT = 100

export function eventRoutes({ database }: { database: Database }): Route[] {
  const reader = new EventReader(database)
  return [
    latestRoute(reader),
    defineRoute({
      method: 'GET',
      path: '/v1/events',
      tag: 'events',
      summary: 'Everything that happened, oldest first',
      description:
        'Events of the tenant in an order that never changes: an event that was read once never appears before another that was read earlier. To follow, keep the last `position` and ask again with it as `after`. Without `after` the page begins with the oldest event that is kept. Where events after `after` are not kept any more, the answer is 410 `events_forgotten`: read anew what you follow, and go on with `resume_after`.',
      permission: 'events:read',
      rate: 'read',
      query: Type.Object({
        after: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: LIMIT })),
      }),
      replies: {
        200: { description: 'A page of events', schema: pageSchema },
        410: { description: 'Some events after `after` are not kept any more: go on with `resume_after`' },
      },
      async handler({ tenantId, query: { after, limit = LIMIT } }) {
        const events = await reader.readEvents([tenantId], after, limit)
        const last = events.length === limit ? events.at(-1) : undefined
        return {
          status: 200,
          body: { data: events.map(presentEvent), next_cursor: last ? String(last.position) : null },
        }
      },
    }),
  ]
}

function latestRoute(reader: EventReader): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/events/latest',
    tag: 'events',
    summary: 'What happened, newest first',
    description:
      'For looking back: of everything, or of one thing (`aggregate` and `aggregate_id`). To follow what happens read `/v1/events`.',
    permission: 'events:read',
    rate: 'read',
    query: Type.Object(
      {
        cursor: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
        type: Type.Optional(Type.String({ maxLength: 100 })),
        aggregate: Type.Optional(Type.String({ maxLength: 100 })),
        aggregate_id: Type.Optional(Type.String({ format: 'uuid' })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
      },
      { additionalProperties: false },
    ),
    replies: { 200: { description: 'A page of events', schema: pageSchema } },
    async handler({ tenantId, query }) {
      const { cursor: before, type, aggregate, aggregate_id: aggregateId, limit = 50 } = query
      const events = await reader.latest(tenantId, { before, type, aggregate, aggregateId, limit })
      const last = events.length === limit ? events.at(-1) : undefined
      return {
        status: 200,
        body: { data: events.map(presentEvent), next_cursor: last ? String(last.position) : null },
      }
    },
  })
}

/** An event as anybody outside of the hub sees it: over this API, and in webhooks. */
export function presentEvent(event: StoredEvent) {
  return {
    id: event.id,
    position: event.position,
    tenant_id: event.tenantId,
    aggregate: event.aggregate,
    aggregate_id: event.aggregateId,
    version: event.version,
    type: event.type,
    payload: event.payload,
    occurred_at: new Date(event.occurredAt).toISOString(),
  }
}
