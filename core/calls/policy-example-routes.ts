import type { Static } from '@sinclair/typebox'
import { Temporal } from 'temporal-polyfill'
import type { Clock } from '../platform/clock.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import { money } from '../platform/money.ts'
import {
  type Change,
  type Policy,
  type PolicyService,
  type PolicySubject,
  policyRulesOf,
  resolveRules,
  type ServiceCatalog,
} from '../scheduling/index.ts'
import type { LocationService, TenantService } from '../tenants/index.ts'
import { sayTerms } from './change-words.ts'
import { localTime } from './functions/local-day.ts'
import { policyExampleBody, policyExampleReply } from './policy-example-schemas.ts'
import { type ExampleAppointment, policyExamples } from './policy-examples.ts'

export interface PolicyExampleRouteParts {
  policies: Pick<PolicyService, 'get'>
  catalog: Pick<ServiceCatalog, 'get'>
  locations: Pick<LocationService, 'get'>
  tenants: Pick<TenantService, 'get'>
  clock: Clock
}

type Body = Static<typeof policyExampleBody>

/** Rules before they are saved, in the words of the phone; here and not with policies, because it speaks. */
export function policyExampleRoutes(parts: PolicyExampleRouteParts): Route[] {
  const examples = defineRoute({
    method: 'POST',
    path: '/v1/policies/examples',
    tag: 'policies',
    summary: 'What would customers hear, were these the rules?',
    description:
      'Of the client, or of the location, service or resource that `kind` says; what they leave out is as the named levels ' +
      'above have it. Nothing is stored.',
    permission: 'policies:read',
    rate: 'read',
    body: policyExampleBody,
    replies: { 200: { description: 'A case each', schema: policyExampleReply } },
    async handler({ tenantId, body }) {
      const { zone, language, appointment } = await groundOf(parts, tenantId, body)
      const policies = await levelsOf(parts, tenantId, body)
      const say = (change: Change) =>
        policyExamples(change, resolveRules(policies, change), appointment).map(
          ({ case: name, askedAt, terms }) => ({
            case: name,
            asked_at: localTime(askedAt, zone),
            text: sayTerms(terms, { zone, language, now: askedAt }),
          }),
        )
      const start = localTime(appointment.start, zone)
      return { status: 200, body: { start, cancel: say('cancel'), reschedule: say('reschedule') } }
    },
  })
  return [examples]
}

async function groundOf(
  { catalog, locations, tenants, clock }: PolicyExampleRouteParts,
  tenantId: string,
  { location_id: locationId, service_id: serviceId, language }: Body,
) {
  const tenant = await tenants.get(tenantId)
  const location = locationId ? await locations.get(tenantId, locationId) : undefined
  const { zone, language: usual } = location ?? tenant
  const service = serviceId ? await catalog.get(tenantId, serviceId) : undefined
  const minor = service?.priceMinor ?? null
  const appointment: ExampleAppointment = {
    start: afternoonIn14Days(clock.now(), zone),
    currency: tenant.currency,
    price: minor === null ? null : money(minor, tenant.currency),
  }
  return { zone, language: language ?? usual, appointment }
}

/** Two weeks on at two o'clock: long after most notices, and no appointment of anybody. */
const afternoonIn14Days = (now: number, zone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .add({ days: 14 })
    .toZonedDateTime({ timeZone: zone, plainTime: '14:00' }).epochMilliseconds

/** The nearest first: what is asked about in its place, and of the others what is stored. */
async function levelsOf(
  { policies }: PolicyExampleRouteParts,
  tenantId: string,
  { kind, cancel, reschedule, location_id: locationId, service_id: serviceId }: Body,
): Promise<Policy[]> {
  // Whose they are is not told: any subject does.
  const asked: Policy = {
    subject: { kind: 'client' },
    rules: policyRulesOf({ ...(cancel ? { cancel } : {}), ...(reschedule ? { reschedule } : {}) }),
  }
  const above: PolicySubject[] = [
    ...(serviceId ? [{ kind: 'service' as const, id: serviceId }] : []),
    ...(locationId ? [{ kind: 'location' as const, id: locationId }] : []),
    { kind: 'client' },
  ]
  const levels = ['resource', 'service', 'location', 'client'] as const
  const beyond = above.filter((subject) => levels.indexOf(subject.kind) > levels.indexOf(kind))
  const stored = await Promise.all(beyond.map((subject) => policies.get(tenantId, subject)))
  return [asked, ...stored]
}
