import type { DependencyContainer } from 'tsyringe'
import { CallNumbers } from '../../calls/index.ts'
import { type Connection, ConnectionService } from '../../integrations/index.ts'
import { CalendarLinkService } from '../../scheduling/index.ts'
import type { DemoBusiness } from './demo-business.ts'
import type { DemoSandbox } from './demo-sandbox.ts'
import { giveConsent } from './give-consent.ts'

export interface DemoTenants {
  agencyId: string
  clientId: string
}

export interface DemoConnections {
  retell: Connection
  stripe: Connection
  calcom: Connection
  google: Connection
}

/** Accounts at the four sandboxed providers: the agency's for telephony and payments, the salon's for calendars. */
export async function seedConnections(
  c: DependencyContainer,
  { agencyId, clientId }: DemoTenants,
  sandbox: DemoSandbox,
): Promise<DemoConnections> {
  const connections = c.resolve(ConnectionService)
  const { addresses, apiKeys } = sandbox
  const retell = await connections.create(agencyId, {
    plugin: 'retell',
    name: 'Retell (sandbox)',
    shared: true,
    settings: { api_key: apiKeys.retell, base_url: addresses.retell },
  })
  const stripe = await connections.create(agencyId, {
    plugin: 'stripe',
    name: 'Stripe (sandbox)',
    settings: {
      api_key: apiKeys.stripe,
      base_url: addresses.stripe,
    },
  })
  const calcom = await connections.create(clientId, {
    plugin: 'calcom',
    name: 'Cal.com (sandbox)',
    settings: { api_key: apiKeys.calcom, base_url: addresses.calcom },
  })
  const google = await connections.create(clientId, {
    plugin: 'google-calendar',
    name: 'Google Calendar (sandbox)',
    settings: {
      client_id: apiKeys.google_client_id,
      client_secret: apiKeys.google_client_secret,
      base_url: addresses.google_calendar,
    },
  })
  return {
    retell,
    stripe,
    calcom,
    google: await giveConsent(c, { tenantId: google.tenantId, connectionId: google.id }),
  }
}

const PHONES: Record<string, string> = { Mitte: '+493023125001', 'Prenzlauer Berg': '+493023125002' }

/** A number per location, over the agency's telephony account. */
export async function seedNumbers(
  c: DependencyContainer,
  tenants: DemoTenants,
  parts: { business: DemoBusiness; retell: Connection },
): Promise<Array<{ id: string; name: string; phone: string }>> {
  const { business, retell } = parts
  const connection = { tenantId: tenants.agencyId, connectionId: retell.id }
  const lines = []
  for (const { id, name } of business.locations) {
    const { number } = await c
      .resolve(CallNumbers)
      .add(tenants.clientId, { number: PHONES[name] ?? '', locationId: id, connection })
    lines.push({ id, name, phone: number })
  }
  return lines
}

/** As Lina works: Cal.com takes no booking outside of its own hours. */
const LINA_AT_CALCOM = [
  { days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'], startTime: '09:00', endTime: '17:30' },
  { days: ['Saturday'], startTime: '09:00', endTime: '15:00' },
]

/** Lina works with Cal.com and Google at once, Mehmet with a second Google calendar. */
export async function seedCalendarLinks(
  c: DependencyContainer,
  clientId: string,
  parts: { business: DemoBusiness; connections: DemoConnections; sandbox: DemoSandbox },
): Promise<void> {
  const { business, connections, sandbox } = parts
  const links = c.resolve(CalendarLinkService)
  const resourceId = (name: string) => business.resources.find((one) => one.name === name)?.id ?? ''
  const google = { connectionId: connections.google.id }
  await links.create(clientId, { ...google, calendar: 'pro@example.com', resourceId: resourceId('Lina') })
  await links.create(clientId, {
    ...google,
    calendar: 'team@group.calendar.google.com',
    resourceId: resourceId('Mehmet'),
  })
  await sandbox.setCalcomHours(LINA_AT_CALCOM)
  for (const { id: serviceId, name } of business.services.filter(({ name }) => name !== 'Massage')) {
    const calendar = await sandbox.createEventType(name)
    await links.create(clientId, {
      connectionId: connections.calcom.id,
      calendar,
      resourceId: resourceId('Lina'),
      serviceId,
    })
  }
}
