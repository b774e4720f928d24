import { Type } from '@sinclair/typebox'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import { GO_LIVE_REASONS, GO_LIVE_STEPS, type GoLiveReason, type GoLiveStep, goLiveItems } from './go-live.ts'
import { type GoLiveParts, goLiveFacts } from './go-live-facts.ts'

const itemSchema = Type.Object({
  step: Type.Union(GO_LIVE_STEPS.map((step) => Type.Literal(step))),
  done: Type.Boolean(),
  needed: Type.Boolean({ description: 'False: callers can be served without it' }),
  reason: Type.Union([...GO_LIVE_REASONS.map((reason) => Type.Literal(reason)), Type.Null()], {
    description: 'Why it is not done; a stable code',
  }),
  text: Type.String({ description: 'What to do, or that it is done' }),
  about: Type.Array(Type.String(), { description: 'Which locations, people, services or numbers' }),
  where: Type.String({ description: 'The page of the admin on which it is done, below the client' }),
})

/** What is still to do before a client's callers are let in. */
export function goLiveRoutes(parts: GoLiveParts): Route[] {
  const read = defineRoute({
    method: 'GET',
    path: '/v1/go-live',
    tag: 'system',
    summary: 'What a client still lacks before callers are let in',
    description:
      'Looked at now: the address of the hub, hours, staff, services, numbers and their connections, calendars, a call.',
    permission: 'phone-numbers:read',
    rate: 'read',
    replies: {
      200: {
        description: 'Each step in its order',
        schema: Type.Object(
          {
            ready: Type.Boolean({ description: 'All that is needed is done' }),
            data: Type.Array(itemSchema),
          },
          { title: 'GoLive' },
        ),
      },
    },
    async handler({ tenantId }) {
      const items = goLiveItems(await goLiveFacts(parts, tenantId))
      const ready = items.every(({ needed, reason }) => !needed || reason === null)
      const data = items.map(({ step, needed, reason, about }) => ({
        step,
        done: reason === null,
        needed,
        reason,
        text: reason === null ? 'Done.' : TODO[reason],
        about: [...about],
        where: WHERE[step],
      }))
      return { status: 200, body: { ready, data } }
    },
  })
  return [read]
}

const WHERE: Record<GoLiveStep, string> = {
  public_address: 'system',
  opening_hours: 'hours',
  staff: 'staff',
  service: 'services',
  phone_number: 'integrations',
  inbound_hook: 'integrations',
  calendar: 'integrations',
  test_call: 'calls',
}

const TODO: Record<GoLiveReason, string> = {
  only_this_machine: 'Set PUBLIC_URL to the address under which providers reach the hub.',
  no_https: 'Put TLS in front of the hub and set PUBLIC_URL to its https address.',
  no_location: 'Add a location with its hours.',
  no_opening_hours: 'Say when the location is open.',
  nobody: 'Add whoever is booked with.',
  no_service: 'Add a service that callers can book.',
  nobody_able: 'Say who does the service, or take it out of the offer.',
  no_number: 'Lead a phone number to the location.',
  connection_not_ready: 'See to the connection over which the number comes in.',
  no_functions: 'Lead the number over a provider whose agents can look up and book.',
  no_calendar: 'Link their calendars, so that what stands there is not booked over.',
  never_called: 'Place a test call.',
}
