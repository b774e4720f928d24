import { Type } from '@sinclair/typebox'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { DayOverview, OverviewRow } from './day-overview.ts'

const count = (description?: string) => Type.Integer(description === undefined ? {} : { description })

const rowSchema = Type.Object(
  {
    tenant_id: Type.String(),
    name: Type.String(),
    zone: Type.String({ description: 'In which the day is counted' }),
    date: Type.String({ format: 'date' }),
    from: Type.String({ format: 'date-time' }),
    to: Type.String({ format: 'date-time' }),
    calls: count(),
    calls_ongoing: count(),
    calls_answered: count('With somebody, and over'),
    calls_booked: count('Of those answered: an appointment came of it'),
    booking_rate: Type.Union([Type.Number(), Type.Null()], {
      description: 'calls_booked of calls_answered, 0 to 1; null where there were none',
    }),
    calls_missed: count('Not connected'),
    calls_to_review: count('To be looked at by somebody, and not settled yet'),
    bookings: count('Made that day, whenever they are for'),
    bookings_by_phone: count('Of those: by the voice agent'),
    appointments: count('That start that day'),
    tasks_open: count('See /v1/tasks'),
    appointments_unsynced: count('Still to come, and not in outside calendars as they should be'),
    costs: Type.Array(
      Type.Object({
        currency: Type.String(),
        amount: Type.String({ description: 'Decimal, in major units' }),
      }),
      { description: 'What providers charge for the calls of the day, by currency' },
    ),
  },
  { title: 'ClientDay' },
)

export function overviewRoutes({ overview }: { overview: DayOverview }): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/overview',
      tag: 'calls',
      summary: 'How the day goes, for each client in reach',
      description:
        'The day of each client in its own zone: of the tenant acted for, or of all clients below it, by name.',
      permission: 'calls:read',
      rate: 'read',
      query: Type.Object(
        { date: Type.Optional(Type.String({ format: 'date', description: 'Today where left out' })) },
        { additionalProperties: false },
      ),
      replies: {
        200: { description: 'A row for each client', schema: Type.Object({ data: Type.Array(rowSchema) }) },
      },
      async handler({ tenantId, query: { date } }) {
        return { status: 200, body: { data: (await overview.read(tenantId, date)).map(presentRow) } }
      },
    }),
  ]
}

const presentRow = (row: OverviewRow) => ({
  tenant_id: row.tenantId,
  name: row.name,
  zone: row.zone,
  date: row.date,
  from: row.startsAt.toISOString(),
  to: row.endsAt.toISOString(),
  calls: row.calls,
  calls_ongoing: row.ongoing,
  calls_answered: row.answered,
  calls_booked: row.booked,
  booking_rate: row.answered === 0 ? null : row.booked / row.answered,
  calls_missed: row.missed,
  calls_to_review: row.toReview,
  bookings: row.bookings,
  bookings_by_phone: row.bookingsByPhone,
  appointments: row.appointments,
  tasks_open: row.tasks,
  appointments_unsynced: row.unsynced,
  costs: row.costs.map(({ currency, amount }) => ({ currency, amount })),
})
