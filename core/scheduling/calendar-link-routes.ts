import { Type } from '@sinclair/typebox'
import { given } from '../platform/http/given.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { CalendarLink } from './calendar-link.ts'
import type { CalendarLinkService } from './calendar-link-service.ts'
import { closed, Id, nullable, Version } from './scheduling-schemas.ts'

const settings = {
  reads: Type.Boolean({ description: 'What stands there makes the resource busy' }),
  writes: Type.Boolean({ description: 'Appointments are written there' }),
  reserves: Type.Boolean({
    description: 'A time that is held here is reserved there meanwhile, where the provider can; else false',
  }),
  stale_after_minutes: Type.Integer({ minimum: 1, maximum: 525_600 }),
  when_stale: Type.Union([Type.Literal('accept_provisional'), Type.Literal('refuse')]),
  owner_changes: Type.Union([Type.Literal('follow'), Type.Literal('ask'), Type.Literal('restore')], {
    description:
      'When the owner moves or removes an entry there: follow with the appointment, ask (event appointment.owner_wish), or write the entry back',
  }),
}

const linkSchema = Type.Object(
  {
    id: Type.String(),
    connection_id: Type.String(),
    calendar: Type.String(),
    resource_id: nullable(Type.String({ description: 'Null: any' })),
    service_id: nullable(Type.String({ description: 'Null: any' })),
    segment: nullable(Type.Integer({ description: 'Null: the appointment as the calendar takes it' })),
    ...settings,
    version: Type.Integer(),
  },
  { title: 'CalendarLink' },
)

const newLink = closed({
  connection_id: Id,
  calendar: Type.String({ minLength: 1, maxLength: 1024, description: 'The provider’s id' }),
  resource_id: Type.Optional(Id),
  service_id: Type.Optional(Id),
  segment: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 20,
      description: 'Only the nth stretch at work of the service is written there: for event types, one each',
    }),
  ),
  ...Type.Partial(closed(settings)).properties,
})
const linkChange = Type.Partial(closed({ ...settings, version: Version }), {
  additionalProperties: false,
  minProperties: 1,
})

export function calendarLinkRoutes(links: CalendarLinkService): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/calendar-links',
    tag: 'calendar-links',
    summary: 'Which outside calendars belong to whom',
    permission: 'calendar-links:read',
    rate: 'read',
    replies: { 200: { description: 'Links', schema: Type.Object({ data: Type.Array(linkSchema) }) } },
    async handler({ tenantId }) {
      return { status: 200, body: { data: (await links.list(tenantId)).map(presentLink) } }
    },
  })
  const create = defineRoute({
    method: 'POST',
    path: '/v1/calendar-links',
    tag: 'calendar-links',
    summary: 'Tie a calendar to a resource, a service or all appointments',
    permission: 'calendar-links:write',
    rate: 'write',
    body: newLink,
    replies: { 201: { description: 'Created', schema: linkSchema } },
    async handler({ tenantId, body }) {
      const link = await links.create(tenantId, {
        connectionId: body.connection_id,
        calendar: body.calendar,
        resourceId: body.resource_id,
        serviceId: body.service_id,
        segment: body.segment,
        reads: body.reads,
        writes: body.writes,
        reserves: body.reserves,
        staleAfterMinutes: body.stale_after_minutes,
        whenStale: body.when_stale,
        ownerChanges: body.owner_changes,
      })
      return { status: 201, body: presentLink(link) }
    },
  })
  return [list, create, ...oneLinkRoutes(links)]
}

function oneLinkRoutes(links: CalendarLinkService): Route[] {
  const get = defineRoute({
    method: 'GET',
    path: '/v1/calendar-links/:id',
    tag: 'calendar-links',
    versioned: true,
    summary: 'One link',
    permission: 'calendar-links:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'The link', schema: linkSchema } },
    async handler({ tenantId, params }) {
      return { status: 200, body: presentLink(await links.get(tenantId, params.id)) }
    },
  })
  const update = defineRoute({
    method: 'PATCH',
    path: '/v1/calendar-links/:id',
    tag: 'calendar-links',
    versioned: true,
    summary: 'Change what a link does; to point it elsewhere make a new one',
    permission: 'calendar-links:write',
    rate: 'write',
    params: idParams('id'),
    body: linkChange,
    replies: { 200: { description: 'The link after the change', schema: linkSchema } },
    async handler({ tenantId, params, body, expectedVersion: version }) {
      const { reads, writes, reserves } = body
      const change = given({
        reads,
        writes,
        reserves,
        version,
        staleAfterMinutes: body.stale_after_minutes,
        whenStale: body.when_stale,
        ownerChanges: body.owner_changes,
      })
      return { status: 200, body: presentLink(await links.update(tenantId, params.id, change)) }
    },
  })
  const remove = defineRoute({
    method: 'DELETE',
    path: '/v1/calendar-links/:id',
    tag: 'calendar-links',
    summary: 'Untie a calendar; what was written there stays',
    permission: 'calendar-links:write',
    rate: 'write',
    params: idParams('id'),
    replies: { 204: { description: 'Gone' } },
    async handler({ tenantId, params }) {
      await links.remove(tenantId, params.id)
      return { status: 204 }
    },
  })
  return [get, update, remove]
}

const presentLink = (link: CalendarLink) => ({
  id: link.id,
  connection_id: link.connectionId,
  calendar: link.calendar,
  resource_id: link.resourceId,
  service_id: link.serviceId,
  segment: link.segment,
  reads: link.reads,
  writes: link.writes,
  reserves: link.reserves,
  stale_after_minutes: link.staleAfterMinutes,
  when_stale: link.whenStale,
  owner_changes: link.ownerChanges,
  version: link.version,
})
