import { randomBytes } from 'node:crypto'
import { BillingEngine, PlanService } from '../../billing/index.ts'
import { ConnectionService } from '../../integrations/index.ts'
import { newId } from '../../platform/ids.ts'
import { ApiKeyService, TenantService } from '../../tenants/index.ts'
import { UserService } from '../../users/index.ts'
import type { Hub } from '../hub.ts'
import { seedBusiness } from './demo-business.ts'
import type { DemoFile } from './demo-file.ts'
import { type DemoConnections, seedCalendarLinks, seedConnections, seedNumbers } from './demo-providers.ts'
import type { DemoSandbox } from './demo-sandbox.ts'

/** Twenty minutes included, then 29 cents a minute by started six seconds, and 19 % VAT. */
const PLAN = {
  currency: 'EUR',
  flat_fee_minor: 4_900,
  tax_percent: '19',
  prices: [
    {
      model: 'per_unit',
      meter: 'call_seconds',
      unit: 'minute',
      unit_price: '0.29',
      included: '20',
      unit_rounding: '6s',
    },
  ],
} as const

/** An agency with one client, ready to be called. */
export async function seedDemo(hub: Hub, sandbox: DemoSandbox, agencyId = newId()): Promise<DemoFile> {
  const c = hub.container
  const tenants = c.resolve(TenantService)
  const common = { zone: 'Europe/Berlin', currency: 'EUR', language: 'de' } as const
  const agency = await tenants.createAgency({ ...common, name: 'Agentur Morgenrot' }, agencyId)
  const client = await tenants.createChild(agency.id, {
    ...common,
    kind: 'client',
    name: 'Salon Sonnenschein',
  })
  const ids = { agencyId: agency.id, clientId: client.id }
  const business = await seedBusiness(c, client.id)
  const connections = await seedConnections(c, ids, sandbox)
  await registerHooks(hub, connections, sandbox)
  const locations = await seedNumbers(c, ids, { business, retell: connections.retell })
  await seedCalendarLinks(c, client.id, { business, connections, sandbox })
  await seedPlan(hub, ids)
  return {
    base_url: hub.localUrl,
    admin: await seedAdmin(hub, agency.id),
    agency: { id: agency.id, api_key: await keyFor(hub, agency.id) },
    client: { id: client.id, api_key: await keyFor(hub, client.id) },
    locations,
    services: business.services.map(({ id, name }) => ({ id, name })),
    resources: business.resources.map(({ id, kind, name }) => ({ id, kind, name })),
    connections: Object.values(connections).map(({ id, plugin }) => ({ id, plugin })),
    sandbox: addressesOf(sandbox),
  }
}

/** The agency's owner. */
export async function seedAdmin(
  { container }: Hub,
  agencyId: string,
): Promise<NonNullable<DemoFile['admin']>> {
  const signIn = { email: 'admin@demo.example', password: randomBytes(12).toString('base64url') }
  const user = { ...signIn, name: 'Aurora Morgenrot', language: 'en', role: 'agency_owner' } as const
  await container.resolve(UserService).create(agencyId, user)
  return signIn
}

/** Stripe's webhooks lead to the hub's present address; those of the others the hub itself asks for. */
export async function registerHooks(
  hub: Hub,
  { stripe }: Pick<DemoConnections, 'stripe'>,
  sandbox: DemoSandbox,
): Promise<void> {
  const webhook_secret = await sandbox.registerStripeHook(`${hub.localUrl}/hooks/${stripe.id}/events`)
  const ref = { tenantId: stripe.tenantId, connectionId: stripe.id }
  await hub.container.resolve(ConnectionService).update(ref, { settings: { webhook_secret } })
}

export const addressesOf = ({ addresses }: DemoSandbox): DemoFile['sandbox'] => ({
  calcom: addresses.calcom,
  google_calendar: addresses.google_calendar,
  retell: addresses.retell,
  stripe: addresses.stripe,
  control: addresses.control,
})

async function seedPlan(
  { container: c, clock }: Hub,
  ids: { agencyId: string; clientId: string },
): Promise<void> {
  const plans = c.resolve(PlanService)
  const plan = await plans.create(ids.agencyId, { name: 'Telefonassistenz', terms: PLAN })
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' }).format(clock.now())
  await plans.subscribe(ids.agencyId, {
    recipientId: ids.clientId,
    planId: plan.id,
    anchorDate: `${today.slice(0, 7)}-01`,
    months: 1,
    autoFinalize: true,
  })
  await c.resolve(BillingEngine).refreshDraft(ids.agencyId, ids.clientId)
}

async function keyFor({ container }: Hub, tenantId: string): Promise<string> {
  const { key } = await container.resolve(ApiKeyService).issue(tenantId, { name: 'Demo', scopes: ['*'] })
  return key
}
