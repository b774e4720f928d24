import { Type } from '@sinclair/typebox'
import { HubError } from '../../platform/errors.ts'
import { idParams } from '../../platform/http/id-params.ts'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import type { ProviderDirectory } from '../provider-directory.ts'
import { providerProblem } from './provider-problem.ts'

const LONGEST = 31 * 86_400_000
const Instant = Type.String({ format: 'date-time' })

const calendarSchema = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    writable: Type.Boolean(),
    minutes: Type.Optional(
      Type.Array(Type.Integer(), { description: 'Event types: their lengths, the usual one first' }),
    ),
    owner: Type.Optional(Type.String({ description: 'Whose it is, where the provider tells' })),
  },
  { title: 'ProviderCalendar' },
)
const slotSchema = Type.Object({ start: Instant, end: Instant }, { title: 'ProviderSlot' })
const slotQuery = Type.Object({ calendar: Type.String({ maxLength: 500 }), from: Instant, to: Instant })

/** What stands at the provider, asked now: for setting up links and for comparing. Nothing here is on a caller's path. */
export function providerCalendarRoutes(providers: ProviderDirectory): Route[] {
  const calendars = defineRoute({
    method: 'GET',
    path: '/v1/connections/:id/calendars',
    tag: 'connections',
    summary: 'The calendars (or event types) that the provider has on this connection',
    permission: 'connections:read',
    rate: 'expensive',
    params: idParams('id'),
    replies: { 200: { description: 'Calendars', schema: Type.Object({ data: Type.Array(calendarSchema) }) } },
    async handler({ tenantId, params }) {
      const calendar = await providers.calendar({ tenantId, connectionId: params.id }).catch(providerProblem)
      return { status: 200, body: { data: await calendar.listCalendars().catch(providerProblem) } }
    },
  })
  const slots = defineRoute({
    method: 'GET',
    path: '/v1/connections/:id/slots',
    tag: 'connections',
    summary: 'What the provider itself would offer, to compare with the hub',
    permission: 'connections:read',
    rate: 'expensive',
    params: idParams('id'),
    query: slotQuery,
    replies: { 200: { description: 'Slots', schema: Type.Object({ data: Type.Array(slotSchema) }) } },
    async handler({ tenantId, params, query }) {
      const span = { from: Date.parse(query.from), to: Date.parse(query.to) }
      if (span.to <= span.from || span.to - span.from > LONGEST) {
        throw new HubError('invalid', { detail: 'from must lie before to, by at most 31 days.' })
      }
      const calendar = await providers.calendar({ tenantId, connectionId: params.id }).catch(providerProblem)
      const asked = {
        calendar: query.calendar,
        from: new Date(span.from).toISOString(),
        to: new Date(span.to).toISOString(),
      }
      const data = await calendar.slots(asked).catch(questionProblem)
      if (!data) throw new HubError('conflict', { detail: 'This provider offers no slots of its own.' })
      return { status: 200, body: { data } }
    },
  })
  return [calendars, slots]
}

/** A calendar or span that the provider does not have is the asker's to change; the rest is between it and the hub. */
function questionProblem(error: unknown): never {
  const { name, message } = (error ?? {}) as { name?: string; message?: string }
  if (name !== 'Refused') return providerProblem(error)
  throw new HubError('invalid', { detail: `The provider refused that: ${message}`, cause: error })
}
