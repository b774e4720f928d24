import { appendFileSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { asSuperuser } from '../../platform/testing/database-rows.ts'
import { describeWithSystemPostgres } from '../../platform/testing/system-postgres.ts'
import { type ApiReply, api, eventually } from './api.ts'
import {
  embeddedPlace,
  newFolder,
  type Place,
  type PlaceDatabase,
  serverPlace,
  startedIn,
} from './backup-places.ts'
import { control, type DemoHub, startDemoHub } from './demo-hub.ts'
import { runScript } from './hub-process.ts'
import { appointments, entriesAtProviders, exported, overlaps, type StoredAppointment } from './truth.ts'

const MINUTES = 60_000
const ends: Array<() => Promise<void>> = []

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
}, MINUTES)

const idOf = (list: Array<{ id: string; name: string }>, name: string): string =>
  list.find((one) => one.name === name)?.id ?? ''

/** With Lina, whose appointments stand in two outside calendars; and with Sofia, whose stand in none. */
const lina = ({ demo }: DemoHub) => ({
  service_id: idOf(demo.services, 'Haarschnitt Herren'),
  location_id: idOf(demo.locations, 'Mitte'),
  resource_id: idOf(demo.resources, 'Lina'),
})
const sofia = ({ demo }: DemoHub) => ({
  ...lina({ demo } as DemoHub),
  location_id: idOf(demo.locations, 'Prenzlauer Berg'),
  resource_id: idOf(demo.resources, 'Sofia'),
})

async function free(program: DemoHub, wanted: Record<string, string>): Promise<string[]> {
  const query = new URLSearchParams({ ...wanted, limit: '500' })
  const { body } = await api(program.demo, `GET /v1/availability?${query}`)
  return body.slots.map(({ start }: { start: string }) => start)
}

const book = (program: DemoHub, wanted: object, start: string | undefined): Promise<ApiReply> =>
  api(program.demo, 'POST /v1/appointments', { body: { ...wanted, start, attendee_name: 'Erika' } })

/** Between two bookings: the backup is to meet bookings, not to be starved by them. */
const REST = 50

/** Books one appointment after the other over HTTP, over all that Sofia has free, until told to stop. */
function load(program: DemoHub): { booked: string[]; stop(): Promise<void> } {
  const booked: string[] = []
  let on = true
  const work = (async () => {
    for (const start of await free(program, sofia(program))) {
      if (!on) return
      const { status, body } = await book(program, sofia(program), start)
      if (status === 201) booked.push(body.id)
      else expect(status).toBe(409)
      await new Promise((resolve) => setTimeout(resolve, REST))
    }
  })()
  const stop = async () => {
    on = false
    await work
  }
  return { booked, stop }
}

const calendarsWill = (program: DemoHub, method: 'PUT' | 'DELETE', fault?: object) =>
  Promise.all(
    ['calcom', 'google_calendar'].map((name) => control(program.demo, method, `/faults/${name}`, fault)),
  )

/** How many entries of an appointment at that time stand in each outside calendar, as the providers say. */
async function standingAt(program: DemoHub, start: string): Promise<Record<string, number>> {
  const calcom = (await control(program.demo, 'GET', '/state/calcom')) as {
    bookings: Array<{ start: number; status: string }>
  }
  const google = (await control(program.demo, 'GET', '/state/google_calendar')) as {
    events: Record<string, Array<{ start: { dateTime: string }; status: string }>>
  }
  const at = (time: string | number) => new Date(time).getTime() === Date.parse(start)
  const events = Object.values(google.events).flat()
  return {
    calcom: calcom.bookings.filter((one) => one.status === 'accepted' && at(one.start)).length,
    google: events.filter((one) => one.status === 'confirmed' && at(one.start.dateTime)).length,
  }
}

async function hubIn(place: Place): Promise<DemoHub> {
  const program = await startDemoHub({}, { on: place.database })
  ends.push(() => program.stop())
  await exported(program)
  return program
}

const backupInto = () => join(mkdtempSync(join(tmpdir(), 'askpro-backups-')), 'backup')

const script = (name: string, args: string[], program: DemoHub, more: Record<string, string>) =>
  runScript(
    name,
    args,
    { ASKPRO_MASTER_KEY: program.variables.ASKPRO_MASTER_KEY ?? '', ...more },
    4 * MINUTES,
  )

interface Taken {
  program: DemoHub
  place: Place
  folder: string
  before: string[]
  unsettled: string
  later: { id: string; start: string }
}

/**
 * The scene of all that follows: a booking whose entries stand in both calendars although the hub never heard so; a
 * backup under load; then the answer comes, and another appointment is booked that the backup knows nothing of.
 */
async function takeUnderLoad(place: Place, args: string[] = []): Promise<Taken> {
  const program = await hubIn(place)
  const folder = backupInto()
  const [first, , second] = (await free(program, lina(program))).filter((start) => /T\d\d:00/.test(start))
  await calendarsWill(program, 'PUT', { method: 'POST', error_after: true })
  expect((await book(program, lina(program), first)).status).toBe(201)
  const standing = await eventually(
    () => standingAt(program, first ?? ''),
    ({ calcom, google }) => calcom === 1 && google === 1,
  )
  expect(standing).toEqual({ calcom: 1, google: 1 })
  await calendarsWill(program, 'PUT', { status: 503 })
  const busy = load(program)
  await eventually(
    async () => busy.booked.length,
    (count) => count >= 5,
  )
  const before = [...busy.booked]
  const backup = await script('backup.ts', ['--to', folder, ...args], program, place.backup)
  expect([backup.errors, backup.code]).toEqual(['', 0])
  const during = busy.booked.length
  await eventually(
    async () => busy.booked.length,
    (count) => count > during,
  )
  await busy.stop()
  await calendarsWill(program, 'DELETE')
  const last = await book(program, lina(program), second)
  expect(last.status).toBe(201)
  await exported(program, 2 * MINUTES)
  const { body } = await api(program.demo, `GET /v1/appointments/${last.body.id}`)
  expect(body.external).toMatchObject([{ state: 'written' }, { state: 'written' }])
  expect(await standingAt(program, second ?? '')).toEqual({ calcom: 1, google: 1 })
  await program.stopHub()
  return {
    program,
    place,
    folder,
    before,
    unsettled: first ?? '',
    later: { id: last.body.id, start: second ?? '' },
  }
}

/** What has to hold between the rows of any one instant. */
async function broken(database: PlaceDatabase): Promise<Record<string, number>> {
  const [row] = await asSuperuser<Record<string, number>>(
    database.superuserUrl,
    `select
      (select count(*)::int from occupancies a join occupancies b on a.tenant_id = b.tenant_id
        and a.resource_id = b.resource_id and a.seat = b.seat and a.appointment_id < b.appointment_id
        and a.active and b.active and a.layer = 0 and b.layer = 0 and a.during && b.during) as overlaps,
      (select count(*)::int from appointments a where status = 'confirmed' and not exists (
        select from events e where e.tenant_id = a.tenant_id and e.aggregate_id = a.id and e.type = 'appointment.booked')
      ) as without_event,
      (select count(*)::int from appointments a where status = 'confirmed' and not exists (
        select from jobs j where j.kind = 'appointment.export' and j.payload ->> 'appointment_id' = a.id::text)
      ) as without_job,
      (select count(*)::int from appointments a where status = 'confirmed' and not exists (
        select from occupancies o where o.tenant_id = a.tenant_id and o.appointment_id = a.id and o.active)
      ) as without_time,
      (select count(*)::int from events e where e.type = 'appointment.booked' and not exists (
        select from appointments a where a.tenant_id = e.tenant_id and a.id = e.aggregate_id)) as events_of_nothing,
      (select count(*)::int from calls c where c.status = 'ended' and 2 <> (
        select count(*) from usage_events u where u.call_id = c.id)) as calls_metered_wrongly`,
  )
  return row ?? {}
}

const NOTHING_BROKEN = {
  overlaps: 0,
  without_event: 0,
  without_job: 0,
  without_time: 0,
  events_of_nothing: 0,
  calls_metered_wrongly: 0,
}

async function restoreAndGoOn({ program, place, folder }: Taken): Promise<PlaceDatabase> {
  const restore = await script('restore.ts', [folder], program, place.restore)
  expect([restore.errors, restore.code]).toEqual(['', 0])
  expect(restore.output).toMatch(/Restored in [\d.]+ s\.\n {2}counts: \d+ rows of \d+ tables, as backed up/)
  expect(restore.output).toMatch(/calendars: 2 entries have an outcome that is not known here/)
  const database = await place.restored()
  // Gone last: the hub works on it until then.
  ends.unshift(() => database.drop())
  return database
}

async function holdsAfterRestore(taken: Taken): Promise<void> {
  const { program, before, unsettled, later } = taken
  const database = await restoreAndGoOn(taken)
  expect(await broken(database)).toEqual(NOTHING_BROKEN)
  const { appUrl: DATABASE_URL, adminUrl: DATABASE_ADMIN_URL } = database
  await program.restartHub({ DATABASE_URL, DATABASE_ADMIN_URL })
  await exported(program, 2 * MINUTES)
  const known = await appointments(program)
  expect(known.map(({ id }) => id)).toEqual(expect.arrayContaining(before))
  expect(await overlaps(program)).toBe(0)
  expect(await standingAt(program, unsettled)).toEqual({ calcom: 1, google: 1 })
  await everyEntryStands(program, known)
  await lostOneKeepsItsTime(program, later)
}

/** Recorded here and standing there are the same, each once. */
async function everyEntryStands(program: DemoHub, known: StoredAppointment[]): Promise<void> {
  const entries = known.flatMap(({ status, external }) => (status === 'confirmed' ? external : []))
  expect(entries.filter(({ state }) => state !== 'written')).toEqual([])
  const standing = Object.values(await entriesAtProviders(program)).flat()
  expect(new Set(standing).size).toBe(standing.length)
  expect(standing).toEqual(expect.arrayContaining(entries.map(({ reference }) => reference)))
}

/** Booked after the backup, so unknown here; but it stands in Lina's calendars, and nobody else is booked there. */
async function lostOneKeepsItsTime(program: DemoHub, later: Taken['later']): Promise<void> {
  const known = await appointments(program)
  expect(known.map(({ id }) => id)).not.toContain(later.id)
  for (const { id } of program.demo.connections.filter(({ plugin }) => /calcom|google/.test(plugin))) {
    await api(program.demo, `POST /v1/connections/${id}/sync`, { body: {} })
  }
  const offered = await eventually(
    () => free(program, lina(program)),
    (starts) => !starts.includes(later.start),
  )
  expect(offered).not.toContain(later.start)
  expect((await book(program, lina(program), later.start)).status).toBe(409)
}

describe('the hub’s own server', () => {
  test(
    'is backed up under load, restored, and goes on without doing anything twice',
    async () => {
      const taken = await takeUnderLoad(await embeddedPlace())
      expect(statSync(taken.folder).mode & 0o777).toBe(0o700)
      expect(statSync(join(taken.folder, 'base.tar.gz')).mode & 0o777).toBe(0o600)
      await holdsAfterRestore(taken)
    },
    6 * MINUTES,
  )

  test(
    'as rows goes into any place; a wrong key, a torn or altered backup and a place in use are refused',
    async () => {
      const taken = await takeUnderLoad(await embeddedPlace(), ['--rows'])
      const { program, place, folder } = taken
      const manifest = join(folder, 'manifest.json')
      const whole = readFileSync(manifest, 'utf8')
      expect(whole).not.toContain(program.variables.ASKPRO_MASTER_KEY)
      const other = { ...place.restore, ASKPRO_MASTER_KEY: '0'.repeat(64) }
      await refused(taken, other, /master key given \(\w+\) is not the one .* Nothing was restored/)
      writeFileSync(manifest, whole.replace('"kind": "rows"', '"kind": "dump"'))
      await refused(taken, place.restore, /manifest\.json is damaged/)
      writeFileSync(manifest, whole.slice(0, -20))
      await refused(taken, place.restore, /manifest\.json is damaged/)
      writeFileSync(manifest, whole)
      const rows = join(folder, 'appointments.copy.gz')
      const before = readFileSync(rows)
      appendFileSync(rows, 'x')
      await refused(taken, place.restore, /appointments\.copy\.gz is torn or was altered/)
      writeFileSync(rows, before)
      await refused(taken, place.backup, /is in use by another hub|is not empty/)
      await holdsAfterRestore(taken)
    },
    6 * MINUTES,
  )
})

async function refused(
  { program, folder }: Taken,
  place: Record<string, string>,
  why: RegExp,
): Promise<void> {
  const { code, errors } = await script('restore.ts', [folder], program, place)
  expect([errors, code]).toEqual([expect.stringMatching(why), 1])
}

describeWithSystemPostgres('a server of one’s own', () => {
  test(
    'is dumped under load by a role that passes the walls, restored, and goes on without doing anything twice',
    async () => {
      const place = await serverPlace()
      const taken = await takeUnderLoad(place)
      const { program } = taken
      expect(statSync(join(taken.folder, 'database.dump')).mode & 0o777).toBe(0o600)
      const { DATABASE_BACKUP_URL, ...without } = place.backup
      const missing = await script('backup.ts', ['--to', backupInto()], program, without)
      expect([missing.errors, missing.code]).toEqual([
        expect.stringMatching(/DATABASE_BACKUP_URL is missing/),
        1,
      ])
      const walled = await script('backup.ts', ['--to', backupInto()], program, {
        ...without,
        DATABASE_BACKUP_URL: without.DATABASE_ADMIN_URL ?? '',
      })
      expect([walled.errors, walled.code]).toEqual([
        expect.stringMatching(/alter role "askpro_admin" bypassrls/),
        1,
      ])
      await refusesOldAndMissingTools(taken)
      await refused(taken, without, /The database askpro is not empty \(\d+ tables\)/)
      await movesToTheHubsOwnServer(taken)
      await dumpGoesIntoTheHubsOwnServer(taken)
      await holdsAfterRestore(taken)
    },
    6 * MINUTES,
  )
})

/** Found before any work is done, and said in one line. */
async function refusesOldAndMissingTools({ program, place, folder }: Taken): Promise<void> {
  const [to, tools] = [backupInto(), mkdtempSync(join(tmpdir(), 'askpro-old-tools-'))]
  for (const name of ['pg_dump', 'pg_restore']) {
    writeFileSync(join(tools, name), `#!/bin/sh\necho "${name} (PostgreSQL) 12.22"\n`, { mode: 0o755 })
  }
  const PATH = `${tools}:${process.env.PATH}`
  const backup = await script('backup.ts', ['--to', to], program, { ...place.backup, PATH })
  expect([backup.errors, backup.code]).toEqual([
    expect.stringMatching(/^pg_dump is PostgreSQL 12 and the server is \d+: install .*, or add --rows.*\n$/),
    1,
  ])
  expect(readdirSync(dirname(to))).toEqual([])
  const restore = await script('restore.ts', [folder], program, { ...place.restore, PATH })
  expect([restore.errors, restore.code]).toEqual([
    expect.stringMatching(/^pg_restore is PostgreSQL 12 and the dump is \d+: install .*\.\n$/),
    1,
  ])
  const none = await script('restore.ts', [folder], program, { ...place.restore, PATH: dirname(to) })
  expect([none.errors, none.code]).toEqual([
    expect.stringMatching(/^There is no pg_restore on the PATH: .*, or take the backup with --rows.*\n$/),
    1,
  ])
}

/** As pg_dump wrote it, out of an older PostgreSQL into the newer one that the hub brings. */
async function dumpGoesIntoTheHubsOwnServer({ program, folder, before }: Taken): Promise<void> {
  const to = newFolder()
  const restore = await script('restore.ts', [folder], program, { ASKPRO_DATA_DIR: to })
  expect([restore.errors, restore.code]).toEqual(['', 0])
  const restored = await startedIn(to)
  const ids = await asSuperuser<{ id: string }>(restored.superuserUrl, 'select id from appointments')
  expect(await broken(restored)).toEqual(NOTHING_BROKEN)
  await restored.drop()
  expect(ids.map(({ id }) => id)).toEqual(expect.arrayContaining(before))
}

/** Over major versions and modes: as rows, out of this machine's PostgreSQL into the hub's own. */
async function movesToTheHubsOwnServer({ program, place }: Taken): Promise<void> {
  const folder = backupInto()
  const backup = await script('backup.ts', ['--rows', '--to', folder], program, place.backup)
  expect([backup.errors, backup.code]).toEqual(['', 0])
  const to = newFolder()
  const restore = await script('restore.ts', [folder, '--moved'], program, { ASKPRO_DATA_DIR: to })
  expect([restore.errors, restore.code]).toEqual(['', 0])
  const moved = await startedIn(to)
  const [row] = await asSuperuser(moved.superuserUrl, 'select count(*)::int as notes from directory_restores')
  await moved.drop()
  expect(row).toEqual({ notes: 0 })
}
