import { Type } from '@sinclair/typebox'
import type { Database } from '../platform/db/database.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import {
  findHistory,
  findStoredEntries,
  type HistoryEvent,
  type StoredEntry,
} from './appointment-history-repository.ts'
import type { AppointmentService } from './appointment-service.ts'
import { Instant, nullable } from './scheduling-schemas.ts'

const historySchema = Type.Object(
  {
    events: Type.Array(
      Type.Object({
        id: Type.String(),
        type: Type.String({ examples: ['appointment.rescheduled'] }),
        version: Type.Integer(),
        payload: Type.Record(Type.String(), Type.Unknown(), { description: 'Ids and facts' }),
        occurred_at: Instant,
      }),
      { description: 'Oldest first, as far back as events are kept' },
    ),
    entries: Type.Array(
      Type.Object({
        id: Type.String(),
        connection_id: Type.String(),
        calendar: Type.String(),
        part: Type.Integer(),
        state: Type.Union(
          ['creating', 'written', 'moving', 'cancelling', 'cancelled', 'refused'].map((state) =>
            Type.Literal(state),
          ),
        ),
        reference: nullable(Type.String({ description: 'Of the provider' })),
        start: Instant,
        end: Instant,
        why: nullable(Type.String({ description: 'What the provider said against it' })),
        updated_at: Instant,
      }),
      { description: 'How it stands in outside calendars' },
    ),
  },
  { title: 'AppointmentHistory' },
)

export function appointmentHistoryRoutes({
  appointments,
  database,
}: {
  appointments: AppointmentService
  database: Database
}): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/appointments/:id/history',
      tag: 'appointments',
      summary: 'What became of an appointment, here and in outside calendars',
      permission: 'appointments:read',
      rate: 'read',
      params: idParams('id'),
      replies: { 200: { description: 'Its events and calendar entries', schema: historySchema } },
      async handler({ tenantId, params }) {
        await appointments.get(tenantId, params.id)
        const [events, entries] = await database.inTenant(tenantId, (tx) =>
          Promise.all([findHistory(tx, tenantId, params.id), findStoredEntries(tx, tenantId, params.id)]),
        )
        return { status: 200, body: { events: events.map(presentEvent), entries: entries.map(presentEntry) } }
      },
    }),
  ]
}

const presentEvent = ({ occurredAt, ...event }: HistoryEvent) => ({
  ...event,
  occurred_at: occurredAt.toISOString(),
})

const presentEntry = (entry: StoredEntry) => ({
  id: entry.id,
  connection_id: entry.connectionId,
  calendar: entry.calendar,
  part: entry.part,
  state: entry.state,
  reference: entry.reference,
  start: entry.startsAt.toISOString(),
  end: entry.endsAt.toISOString(),
  why: entry.why,
  updated_at: entry.updatedAt.toISOString(),
})
