import { type Static, Type } from '@sinclair/typebox'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import { namedWeek, rangesOf, weeklyOf, windowsOf } from './clock-hours.ts'
import type { NotedOverride, Schedule } from './schedule.ts'
import type { ScheduleService } from './schedule-service.ts'
import { breaks, closed, Id, nullable, override, Version, weekly } from './scheduling-schemas.ts'

const scheduleSchema = Type.Object(
  {
    id: Type.String(),
    location_id: Type.String(),
    resource_id: nullable(Type.String({ description: 'Null: the opening hours of the location' })),
    weekly,
    breaks,
    overrides: Type.Array(override),
    version: Type.Integer(),
  },
  { title: 'Schedule' },
)

const Overrides = Type.Array(override, {
  maxItems: 1000,
  description: 'Hours of single dates; closed without ranges',
})
const newSchedule = closed({
  location_id: Id,
  resource_id: Type.Optional(Id),
  weekly,
  breaks: Type.Optional(breaks),
  overrides: Type.Optional(Overrides),
})
const scheduleChange = Type.Partial(closed({ weekly, breaks, overrides: Overrides, version: Version }), {
  additionalProperties: false,
  minProperties: 1,
})

export function scheduleRoutes(schedules: ScheduleService): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/schedules',
    tag: 'schedules',
    summary: 'Opening hours of locations and working hours of resources',
    permission: 'schedules:read',
    rate: 'read',
    query: closed({ location_id: Type.Optional(Id), resource_id: Type.Optional(Id) }),
    replies: {
      200: { description: 'Schedules', schema: Type.Object({ data: Type.Array(scheduleSchema) }) },
    },
    async handler({ tenantId, query }) {
      const filter = { locationId: query.location_id, resourceId: query.resource_id }
      return { status: 200, body: { data: (await schedules.list(tenantId, filter)).map(presentSchedule) } }
    },
  })
  const create = defineRoute({
    method: 'POST',
    path: '/v1/schedules',
    tag: 'schedules',
    versioned: true,
    summary: 'Set the hours of a location, or of a resource at a location',
    permission: 'schedules:write',
    rate: 'write',
    body: newSchedule,
    replies: { 201: { description: 'Created', schema: scheduleSchema } },
    async handler({ tenantId, body }) {
      const schedule = await schedules.create(tenantId, {
        locationId: body.location_id,
        resourceId: body.resource_id,
        weekly: weeklyOf(body.weekly),
        breaks: weeklyOf(body.breaks ?? {}),
        overrides: overridesOf(body.overrides ?? []),
      })
      return { status: 201, body: presentSchedule(schedule) }
    },
  })
  return [list, create, ...oneScheduleRoutes(schedules)]
}

function oneScheduleRoutes(schedules: ScheduleService): Route[] {
  const get = defineRoute({
    method: 'GET',
    path: '/v1/schedules/:id',
    tag: 'schedules',
    versioned: true,
    summary: 'One schedule',
    permission: 'schedules:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'The schedule', schema: scheduleSchema } },
    async handler({ tenantId, params }) {
      return { status: 200, body: presentSchedule(await schedules.get(tenantId, params.id)) }
    },
  })
  const update = defineRoute({
    method: 'PATCH',
    path: '/v1/schedules/:id',
    tag: 'schedules',
    versioned: true,
    summary: 'Change a schedule; `weekly`, `breaks` and `overrides` replace what was there',
    permission: 'schedules:write',
    rate: 'write',
    params: idParams('id'),
    body: scheduleChange,
    replies: { 200: { description: 'The schedule after the change', schema: scheduleSchema } },
    async handler({ tenantId, params, body, expectedVersion }) {
      const schedule = await schedules.update(tenantId, params.id, {
        ...(body.weekly ? { weekly: weeklyOf(body.weekly) } : {}),
        ...(body.breaks ? { breaks: weeklyOf(body.breaks) } : {}),
        ...(body.overrides ? { overrides: overridesOf(body.overrides) } : {}),
        ...(expectedVersion === undefined ? {} : { version: expectedVersion }),
      })
      return { status: 200, body: presentSchedule(schedule) }
    },
  })
  const remove = defineRoute({
    method: 'DELETE',
    path: '/v1/schedules/:id',
    tag: 'schedules',
    versioned: true,
    summary: 'Drop a schedule: a resource then works whenever the location is open',
    permission: 'schedules:write',
    rate: 'write',
    params: idParams('id'),
    replies: { 204: { description: 'Gone' } },
    async handler({ tenantId, params, expectedVersion }) {
      await schedules.remove(tenantId, params.id, expectedVersion)
      return { status: 204 }
    },
  })
  return [get, update, remove]
}

const overridesOf = (overrides: ReadonlyArray<Static<typeof override>>): NotedOverride[] =>
  overrides.map(({ date, ranges, note = '' }) => ({ date, windows: windowsOf(ranges), note }))

const presentSchedule = (schedule: Schedule) => ({
  id: schedule.id,
  location_id: schedule.locationId,
  resource_id: schedule.resourceId,
  weekly: namedWeek(schedule.weekly),
  breaks: namedWeek(schedule.breaks),
  overrides: schedule.overrides.map(({ date, windows, note }) => ({ date, ranges: rangesOf(windows), note })),
  version: schedule.version,
})
