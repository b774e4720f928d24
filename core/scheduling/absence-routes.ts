import { Type } from '@sinclair/typebox'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { Absence, AbsenceConflict } from './absence.ts'
import type { AbsenceService } from './absence-service.ts'
import { utc } from './appointment-events.ts'
import { closed, Id, Instant, nullable } from './scheduling-schemas.ts'
import { instantOf } from './time-of-request.ts'

const Reason = Type.String({
  maxLength: 200,
  description: 'For the business; no answer about free times tells it',
})
const absenceFields = {
  id: Type.String(),
  resource_id: Type.String(),
  from: Instant,
  to: Instant,
  reason: Reason,
  stand_in_resource_id: nullable(
    Type.String({ description: 'Offered to those who ask for the one that is away' }),
  ),
}
const absenceSchema = Type.Object(absenceFields, { title: 'Absence' })
const newAbsenceSchema = Type.Object(
  {
    ...absenceFields,
    conflicts: Type.Array(Type.Object({ appointment_id: Type.String(), start: Instant, end: Instant }), {
      description: 'Appointments that were there before: they stay until somebody moves them',
    }),
  },
  { title: 'NewAbsence' },
)

const newAbsence = closed({
  resource_id: Id,
  from: Instant,
  to: Instant,
  reason: Type.Optional(Reason),
  stand_in_resource_id: Type.Optional(nullable(Id)),
})
const filter = closed({
  resource_id: Type.Optional(Id),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
})

export function absenceRoutes(absences: AbsenceService): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/absences',
    tag: 'schedules',
    summary: 'Who is away when',
    permission: 'schedules:read',
    rate: 'read',
    query: filter,
    replies: {
      200: { description: 'In order of start', schema: Type.Object({ data: Type.Array(absenceSchema) }) },
    },
    async handler({ tenantId, query }) {
      const [from, to] = [query.from, query.to].map((text) => (text ? instantOf(text) : undefined))
      const found = await absences.list(tenantId, { resourceId: query.resource_id, from, to })
      return { status: 200, body: { data: found.map(presentAbsence) } }
    },
  })
  const create = defineRoute({
    method: 'POST',
    path: '/v1/absences',
    tag: 'schedules',
    summary: 'Somebody is away: vacation, illness, training',
    description:
      'Nothing is booked with the resource then. Whoever asks for it is offered the one that stands in, if that one is able and free; ' +
      'the slot says so in `instead_of`.',
    permission: 'schedules:write',
    rate: 'write',
    body: newAbsence,
    replies: { 201: { description: 'Created', schema: newAbsenceSchema } },
    async handler({ tenantId, body }) {
      const { absence, conflicts } = await absences.create(tenantId, {
        resourceId: body.resource_id,
        start: instantOf(body.from),
        end: instantOf(body.to),
        reason: body.reason,
        standInId: body.stand_in_resource_id,
      })
      return { status: 201, body: { ...presentAbsence(absence), conflicts: conflicts.map(presentConflict) } }
    },
  })
  const remove = defineRoute({
    method: 'DELETE',
    path: '/v1/absences/:id',
    tag: 'schedules',
    summary: 'They are there after all',
    permission: 'schedules:write',
    rate: 'write',
    params: idParams('id'),
    replies: { 204: { description: 'Gone' } },
    async handler({ tenantId, params }) {
      await absences.remove(tenantId, params.id)
      return { status: 204 }
    },
  })
  return [list, create, remove]
}

const presentAbsence = (absence: Absence) => ({
  id: absence.id,
  resource_id: absence.resourceId,
  from: utc(absence.start),
  to: utc(absence.end),
  reason: absence.reason,
  stand_in_resource_id: absence.standInId,
})

const presentConflict = ({ appointmentId, start, end }: AbsenceConflict) => ({
  appointment_id: appointmentId,
  start: utc(start),
  end: utc(end),
})
