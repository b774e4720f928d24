// The hub's own syncs and the calendar plugin, against a calendar of the sandbox; and bare undici, which reads the same
// pages and keeps nothing. Takes one order after the other.
import { Agent, request } from 'undici'
import { giveConsent } from '../../core/app/demo/give-consent.ts'
import { type Hub, startHub } from '../../core/app/hub.ts'
import { type Connection, ConnectionService, PluginHost, SyncRunner } from '../../core/integrations/index.ts'
import { readConfig } from '../../core/platform/config/config.ts'
import { silentLogger } from '../../core/platform/log/logger.ts'
import { CalendarLinkService } from '../../core/scheduling/index.ts'
import type { GoogleAccount } from '../ground/bench-ground.ts'
import { fillCalendar, touchEvents } from '../ground/google-calendar.ts'

export interface SyncSetting {
  variables: Record<string, string>
  pluginDir: string
  account: GoogleAccount
  /** Whose calendar it is to be. */
  tenant: string
  resource: string
}

export type SyncOrder =
  /** Once, before all others: a hub without jobs in this process, and a calendar with so many events. */
  | { is: 'open'; setting: SyncSetting; events: number }
  /** All events of a calendar that was linked a moment ago. */
  | { is: 'first' }
  | { is: 'bare first' }
  /** So many changes since the last run. */
  | { is: 'changes'; count: number }
  | { is: 'bare changes'; count: number }

export interface SyncResult {
  events: number
  seconds: number
}

const SYNC = 'events'

let hub: Hub
let setting: SyncSetting
let inCalendar = 0
let connection: Connection | undefined
let bare: { accessToken: string; syncToken: string }
const dispatcher = new Agent()

async function run(order: SyncOrder): Promise<SyncResult> {
  if (order.is === 'open') return open(order)
  if (order.is === 'first') {
    await connectAnew()
    return timed(inCalendar, readByHub)
  }
  if (order.is === 'bare first') return timed(inCalendar, () => readBare({ singleEvents: 'true' }))
  const read =
    order.is === 'changes' ? readByHub : () => readBare({ singleEvents: 'true', syncToken: bare.syncToken })
  // What the other has changed since is not counted.
  await read()
  await touchEvents(setting.account, order.count)
  return timed(order.count, read)
}

async function timed(events: number, work: () => Promise<number | undefined>): Promise<SyncResult> {
  const begun = performance.now()
  const read = await work()
  const seconds = (performance.now() - begun) / 1_000
  if (read !== undefined && read !== events) throw new Error(`${read} events were read instead of ${events}`)
  return { events, seconds }
}

async function open(order: Extract<SyncOrder, { is: 'open' }>): Promise<SyncResult> {
  setting = order.setting
  inCalendar = order.events
  const { variables, pluginDir } = setting
  hub = await startHub({
    config: readConfig(variables),
    databases: { appUrl: variables.DATABASE_URL ?? '', adminUrl: variables.DATABASE_ADMIN_URL ?? '' },
    masterKey: variables.ASKPRO_MASTER_KEY ?? '',
    pluginDirs: [pluginDir],
    log: silentLogger,
  })
  const accessToken = await fillCalendar(setting.account, order.events)
  bare = { accessToken, syncToken: '' }
  return { events: order.events, seconds: 0 }
}

/** A connection that has read nothing yet, in place of the last one. */
async function connectAnew(): Promise<void> {
  const { tenant: tenantId, resource, account } = setting
  const c = hub.container
  const connections = c.resolve(ConnectionService)
  const links = c.resolve(CalendarLinkService)
  for (const { id } of await links.list(tenantId)) await links.remove(tenantId, id)
  if (connection) await connections.remove({ tenantId, connectionId: connection.id })
  const made = await connections.create(tenantId, {
    plugin: 'google-calendar',
    name: 'Bench',
    settings: { client_id: account.clientId, client_secret: account.clientSecret, base_url: account.url },
  })
  connection = await giveConsent(c, { tenantId, connectionId: made.id })
  await links.create(tenantId, {
    connectionId: made.id,
    calendar: account.calendar,
    resourceId: resource,
    writes: false,
  })
}

async function readByHub(): Promise<undefined> {
  const ref = { tenantId: setting.tenant, connectionId: connection?.id ?? '' }
  const bound = await hub.container.resolve(PluginHost).bind(ref)
  await hub.container.resolve(SyncRunner).run(bound, SYNC, { signal: new AbortController().signal })
}

/** Page after page, parsed and thrown away. Gives how many events there were. */
async function readBare(query: Record<string, string>): Promise<number> {
  const { account } = setting
  let read = 0
  let pageToken: string | undefined
  do {
    const asked = new URLSearchParams({
      ...query,
      maxResults: '2500',
      ...(pageToken ? { pageToken } : {}),
    })
    const url = `${account.url}/calendar/v3/calendars/${encodeURIComponent(account.calendar)}/events?${asked}`
    const headers = { authorization: `Bearer ${bare.accessToken}` }
    const { body } = await request(url, { dispatcher, headers })
    const page = (await body.json()) as {
      items: object[]
      nextPageToken?: string
      nextSyncToken?: string
    }
    read += page.items.length
    pageToken = page.nextPageToken
    bare.syncToken = page.nextSyncToken ?? bare.syncToken
  } while (pageToken)
  return read
}

process.on('message', (order: SyncOrder) => {
  void run(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
