// A hub's integrations with the plugins of one folder, in a Node of its own. Told what to do by its first argument
// (JSON); tells what came of it as JSON on stdout.
import { ReauthRequired, Refused, RetryLater } from '@askpro/plugin-sdk'
import { SecretBox } from '../../platform/crypto/secret-box.ts'
import { Database } from '../../platform/db/database.ts'
import { silentLogger } from '../../platform/log/logger.ts'
import { PluginCatalog } from '../catalog/plugin-catalog.ts'
import type { BoundCalendar } from '../provider-directory.ts'
import { integrationSlice, Neighbours, TestClock } from './integration-fixture.ts'
import type { OutsideErrand, OutsideReport } from './outside-errand.ts'

const errand = JSON.parse(process.argv[2] ?? '{}') as OutsideErrand
const { databaseUrl, masterKey, dir, plugin, providerUrl, tenantId } = errand

const database = new Database({ url: databaseUrl, poolSize: 3, log: silentLogger })
const slice = integrationSlice({
  database,
  clock: new TestClock(),
  box: new SecretBox(masterKey),
  catalog: await PluginCatalog.read([dir], silentLogger),
  opened: new Set([new URL(providerUrl).host]),
  log: silentLogger,
  neighbours: new Neighbours(),
})

const write = (calendar: BoundCalendar, entryId: string) =>
  calendar.create({
    entryId,
    appointmentId: 'a-1',
    calendar: 'main',
    start: '2027-03-01T08:00:00Z',
    end: '2027-03-01T09:00:00Z',
    zone: 'Europe/Berlin',
    title: 'Haircut',
    attendee: { name: 'Ada', language: 'en' },
  })

/** Which of the hub's own failure classes it is. */
function classOf(error: unknown): string {
  const known = { ReauthRequired, Refused, RetryLater }
  const found = Object.entries(known).find(([, failure]) => error instanceof failure)
  return found ? found[0] : `none of the hub's: ${error}`
}

const settings = { api_key: 'right', base_url: providerUrl }
const { id, state } = await slice.connections.create(tenantId, { plugin, name: 'Corner', settings })
const calendar = await slice.providers.calendar({ tenantId, connectionId: id })
const report: OutsideReport = {
  catalog: slice.catalog.list().map((entry) => `${entry.id} ${entry.state}`),
  state: state.is,
  written: await write(calendar, 'free'),
  failures: {
    taken: await write(calendar, 'taken').then(() => 'no failure', classOf),
    closed: await write(calendar, 'closed').then(() => 'no failure', classOf),
    refused: await write(calendar, 'refused').then(() => 'no failure', classOf),
  },
}
process.stdout.write(JSON.stringify(report), () => process.exit(0))
