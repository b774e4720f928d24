import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { DemoFile } from '../../app/demo/demo-file.ts'
import { clusterFolder } from '../../platform/db/embedded/cluster-folder.ts'
import { findPostmaster } from '../../platform/db/embedded/postmaster.ts'
import { lookUpProcess } from '../../platform/db/embedded/process-table.ts'
import { rowsOf } from '../../platform/testing/database-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../platform/testing/test-database.ts'
import { api, eventually } from './api.ts'
import { freePort, type HubProcess, runScript, startHubProcess, untilReady } from './hub-process.ts'

const running: HubProcess[] = []
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'askpro-life-'))
  chmodSync(folder, 0o711)
})

afterAll(async () => {
  for (const hub of running) {
    hub.kill('SIGTERM')
    await hub.ended(30_000).catch(() => hub.kill('SIGKILL'))
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

function start(variables: Record<string, string>): HubProcess {
  const hub = startHubProcess({ PORT: '0', ...variables })
  running.push(hub)
  return hub
}

/** Expects that the hub does not start, and gives the one line that it leaves on standard error. */
async function refusal(variables: Record<string, string>): Promise<string> {
  const hub = start(variables)
  const code = await hub.ended(60_000)
  expect({ code, lines: hub.errors().split('\n').length, output: hub.output() }).toMatchObject({
    code: 1,
    // The line's own end makes a second, empty one.
    lines: 2,
  })
  return hub.errors().trim()
}

async function stopped(hub: HubProcess, signal: NodeJS.Signals): Promise<number | null> {
  hub.kill(signal)
  return hub.ended(10_000)
}

const demoFile = (dataDir: string): DemoFile => JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8'))
const onDatabaseOf = ({ appUrl, adminUrl }: TestDatabase) => ({
  DATABASE_URL: appUrl,
  DATABASE_ADMIN_URL: adminUrl,
})

describe('a hub that cannot start says in one line what to do', () => {
  const dataDir = () => ({ ASKPRO_DATA_DIR: join(folder, 'refused') })

  test.each<[string, Record<string, string>, RegExp]>([
    [
      'an unknown variable',
      { ASKPRO_FOO: '1' },
      /ASKPRO_FOO is not a variable of the hub \(known: .*ASKPRO_DATA_DIR/,
    ],
    ['a port that is none', { PORT: 'eighty' }, /PORT must be integer/],
    ['a port beyond the last', { PORT: '70000' }, /PORT must be <= 65535/],
    [
      'several mistakes at once',
      { PORT: 'x', ASKPRO_DEMO: 'maybe' },
      /ASKPRO_DEMO must be on or off; PORT must be integer/,
    ],
    [
      'a database nobody can reach',
      { DATABASE_URL: 'postgres://hub:hunter2@127.0.0.1:1/hub' },
      /cannot be reached .*: check DATABASE_URL/,
    ],
    ['production without a key', { ASKPRO_MODE: 'production' }, /ASKPRO_MASTER_KEY is needed in production/],
    [
      'a data folder that cannot be',
      { ASKPRO_DATA_DIR: '/dev/null/hub' },
      /\/dev\/null\/hub.*ASKPRO_DATA_DIR/,
    ],
  ])('%s', async (_what, variables, says) => {
    const line = await refusal({ ...dataDir(), ...variables })
    expect(line).toMatch(says)
    expect(line).not.toContain('hunter2')
  })

  test('a key that is none, before a database is touched', async () => {
    const database = await createTestDatabase()
    const line = await refusal({ ...dataDir(), ...onDatabaseOf(database), ASKPRO_MASTER_KEY: 'too short' })
    expect(line).toMatch(/ASKPRO_MASTER_KEY/)
    expect(line).not.toContain('too short')
    await database.drop()
  })

  test('a port that is taken', async () => {
    const database = await createTestDatabase()
    const port = await freePort()
    const server = createServer().listen(port, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const line = await refusal({ ...dataDir(), ...onDatabaseOf(database), PORT: String(port) })
    expect(line).toBe(`Port ${port} is taken: stop the other program or set PORT=${port + 1}.`)
    await new Promise((resolve) => (server as Server).close(resolve))
    await database.drop()
  })
})

describe('without the demo', () => {
  let database: TestDatabase
  const variables = () => ({
    ...onDatabaseOf(database),
    ASKPRO_DATA_DIR: join(folder, 'bare'),
    ASKPRO_DEMO: 'off',
  })

  beforeAll(async () => {
    database = await createTestDatabase()
  })

  afterAll(() => database.drop())

  test('an empty hub stays empty: no tenant, no call, no file with keys', async () => {
    const hub = start({ ...variables(), ASKPRO_MASTER_KEY: 'a'.repeat(64) })
    const url = await untilReady(hub)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    expect((await fetch(`${url}/v1/tenants`)).status).toBe(401)
    for (const table of ['directory_tenants', 'directory_api_keys', 'calls', 'connections']) {
      expect(await rowsOf(database, `select * from ${table}`)).toEqual([])
    }
    expect(existsSync(join(variables().ASKPRO_DATA_DIR, 'demo.json'))).toBe(false)
    expect(await stopped(hub, 'SIGTERM')).toBe(0)
  })

  test('a database that was set up under another master key is left alone', async () => {
    const line = await refusal({ ...variables(), ASKPRO_MASTER_KEY: 'b'.repeat(64) })
    expect(line).toMatch(/^ASKPRO_MASTER_KEY is not the key .*: use the old key\.$/)
  })
})

test('a clock that starts elsewhere shows in the dates that callers hear', async () => {
  const database = await createTestDatabase()
  const hub = start({
    ...onDatabaseOf(database),
    ASKPRO_DATA_DIR: join(folder, 'clock'),
    ASKPRO_CLOCK: '2025-11-24T10:00:00+01:00',
  })
  await untilReady(hub)
  expect(hub.output()).toMatch(
    /appointment\s+Haarschnitt Damen, Dienstag, 25\. November 2025 um 14:30, Lina \(confirmed\)/,
  )
  expect(hub.output()).toContain('am Dienstag, dem 25. November, um 14 Uhr 30')
  expect(await stopped(hub, 'SIGTERM')).toBe(0)
  await database.drop()
})

/** In this order, on one data folder: nobody waits for a first start to be over before he stops it. */
describe('a first start that is interrupted', () => {
  const dataDir = () => join(folder, 'interrupted')
  const begun = join('demo.seeding')

  /** Starts the hub and sends the signal as soon as `is`. Gives the exit code. */
  async function interrupted(
    signal: NodeJS.Signals,
    is: (hub: HubProcess) => boolean,
  ): Promise<number | null> {
    const hub = start({ ASKPRO_DATA_DIR: dataDir() })
    await eventually(async () => is(hub) || hub.child.exitCode !== null, Boolean, 60_000)
    expect([hub.child.exitCode, hub.output()]).toEqual([null, expect.not.stringContaining('The hub answers')])
    return stopped(hub, signal)
  }

  /** Whatever still runs for this data folder. */
  const left = () =>
    execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(dataDir()))

  test.each<[string, NodeJS.Signals, (hub: HubProcess) => boolean]>([
    [
      'while the database is created',
      'SIGTERM',
      () => existsSync(join(dataDir(), 'postgres', 'data.unfinished')),
    ],
    [
      'once there is a database',
      'SIGINT',
      () => existsSync(join(dataDir(), 'postgres', 'data', 'postmaster.pid')),
    ],
    ['while the demo is set up', 'SIGTERM', () => existsSync(join(dataDir(), begun))],
    ['while the first caller is on the phone', 'SIGINT', (hub) => hub.output().includes('Somebody rings')],
  ])(
    '%s ends with code 0 within ten seconds and leaves nothing running',
    async (_when, signal, is) => {
      expect(await interrupted(signal, is)).toBe(0)
      expect(left()).toEqual([])
    },
    90_000,
  )

  test('killed in the middle of it, the next start sets the demo up by itself, once', async () => {
    rmSync(join(dataDir(), 'demo.json'), { force: true })
    await interrupted(
      'SIGKILL',
      () => existsSync(join(dataDir(), begun)) && !existsSync(join(dataDir(), 'demo.json')),
    )
    const hub = start({ ASKPRO_DATA_DIR: dataDir() })
    await untilReady(hub)
    expect(hub.output()).toMatch(/appointment\s+Haarschnitt Damen, .+ \(confirmed\)/)
    const demo = demoFile(dataDir())
    const agency = { key: demo.agency.api_key }
    expect((await api(demo, 'GET /v1/tenants', agency)).body.data).toHaveLength(2)
    expect((await api(demo, 'GET /v1/calls')).body.data).toHaveLength(1)
    expect(existsSync(join(dataDir(), begun))).toBe(false)
    expect(await stopped(hub, 'SIGTERM')).toBe(0)
  }, 90_000)
})

/** In this order, on one data folder with a database of its own. */
describe('one data folder from the first start on', () => {
  let hub: HubProcess
  let demo: DemoFile
  let postmaster = 0
  let before: Awaited<ReturnType<typeof stored>>
  const dataDir = () => join(folder, 'data')

  const begin = async (variables: Record<string, string> = {}) => {
    hub = start({ ASKPRO_DATA_DIR: dataDir(), ...variables })
    await untilReady(hub)
    demo = demoFile(dataDir())
    postmaster = findPostmaster(clusterFolder(dataDir()))?.pid ?? 0
    expect(lookUpProcess(postmaster)?.command).toContain(dataDir())
  }

  /** What a client would miss if it were gone. */
  async function stored() {
    const lists = [
      'appointments',
      'calls',
      'customers',
      'services',
      'resources',
      'locations',
      'connections',
      'usage-events',
    ]
    const replies = await Promise.all(lists.map((list) => api(demo, `GET /v1/${list}`)))
    return Object.fromEntries(
      replies.map(({ body }, index) => [
        lists[index],
        body.data.map(({ id, status, start: at }: { id: string; status?: string; start?: string }) => [
          id,
          status,
          at,
        ]),
      ]),
    )
  }

  async function expectAllThere(): Promise<void> {
    expect(await stored()).toEqual(before)
  }

  const call = (...args: string[]) => runScript('call.ts', args, { ASKPRO_DATA_DIR: dataDir() })

  test('the first start sets up the demo, places one call and tells what came of it', async () => {
    await begin()
    const [appointment] = (await api(demo, 'GET /v1/appointments')).body.data
    const weekday = new Intl.DateTimeFormat('de-DE', { timeZone: 'Europe/Berlin', weekday: 'long' })
    const service = demo.services.find(({ id }) => id === appointment.service_id)?.name
    const day = weekday.format(new Date(appointment.start))
    const printed = hub.output()
    for (const line of [
      /^ {2}from\s+\+491713920011, Lena Hoffmann$/m,
      /^ {2}to\s+\+493023125001, Salon Sonnenschein Mitte$/m,
      /^ {2}identify_caller\(.*\) -> unknown {2}\[\d+ ms\]\n {6}".+"$/m,
      /^ {2}check_availability\(.*\) -> \w+ {2}\[\d+ ms\]\n {6}".+"$/m,
      /^ {2}hold_slot\(.*\) -> held {2}\[\d+ ms\]\n {6}".+"$/m,
      /^ {2}hold\s+until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]:00$/m,
      /^ {2}book_appointment\(.*\) -> booked {2}\[\d+ ms\]\n {6}".+"$/m,
      new RegExp(
        `^ {2}appointment\\s+${service}, ${day}, \\d+\\. .+ um \\d\\d:\\d\\d, \\w+ \\(confirmed\\)$`,
        'm',
      ),
      /^ {2}outcome\s+booked, \d+ s$/m,
      /^ {2}call cost\s+\d+\.\d+ USD/m,
      /^ {2}usage\s+calls 1$/m,
      /^ {2}usage\s+call_seconds \d+/m,
      /^ {2}draft invoice\s+€\d+\.\d\d so far$/m,
      /^\s+€49\.00 {2}\S/m,
      /^\s+€\d+\.\d\d {2}VAT 19 %$/m,
      new RegExp(`^ {2}Admin\\s+${demo.base_url}/admin/ `, 'm'),
      new RegExp(`^ {2}API and docs\\s+${demo.base_url}/docs$`, 'm'),
      new RegExp(`^ {2}Keys and ids\\s+${join(dataDir(), 'demo.json')}$`, 'm'),
      new RegExp(`^ {2}Sandbox control\\s+${demo.sandbox.control}$`, 'm'),
    ])
      expect(printed).toMatch(line)
    const names = demo.connections.map(({ id, plugin }) => [id, plugin])
    for (const { connection_id, reference, state } of appointment.external) {
      const plugin = Object.fromEntries(names)[connection_id]
      expect(printed).toContain(`${plugin} ${reference} (${state})`)
      expect(state).toBe('written')
    }
    expect(appointment.external).toHaveLength(2)
    expect((await api(demo, 'GET /v1/calls')).body.data).toHaveLength(1)
    before = await stored()
  }, 180_000)

  test('demo.json is for its owner’s eyes and has exactly what the demo needs', () => {
    expect(statSync(join(dataDir(), 'demo.json')).mode & 0o777).toBe(0o600)
    expect(statSync(join(dataDir(), 'master.key')).mode & 0o777).toBe(0o600)
    const text = expect.any(String)
    const account = { id: text, api_key: expect.stringMatching(/^ask_/) }
    const several = (count: number, one: object) => Array.from({ length: count }, () => one)
    expect(demo).toEqual({
      base_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      admin: { email: 'admin@demo.example', password: expect.stringMatching(/^[\w-]{16}$/) },
      agency: account,
      client: account,
      locations: several(2, { id: text, name: text, phone: expect.stringMatching(/^\+49/) }),
      services: several(4, { id: text, name: text }),
      resources: several(5, { id: text, kind: text, name: text }),
      connections: several(4, { id: text, plugin: text }),
      sandbox: { calcom: text, google_calendar: text, retell: text, stripe: text, control: text },
    })
  })

  test('a second hub on the same data folder is refused', async () => {
    const line = await refusal({ ASKPRO_DATA_DIR: dataDir() })
    expect(line).toMatch(
      new RegExp(`^The data folder ${dataDir()} is in use by another hub \\(process ${hub.child.pid},`),
    )
    expect(line).toMatch(/set ASKPRO_DATA_DIR to another folder\.$/)
    await expectAllThere()
  })

  test('npm run call lists the scripts and plays one', async () => {
    const list = await call('--list')
    expect([list.code, list.errors]).toEqual([0, ''])
    const names = list.output
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0])
    expect(names).toEqual(
      expect.arrayContaining(['plain-booking', 'slot-taken', 'last-slot', 'reschedule', 'cancel']),
    )
    const played = await call('--script', 'reschedule')
    expect([played.code, played.errors]).toEqual([0, ''])
    expect(played.output).toMatch(/reschedule_appointment\(.*\) -> rescheduled/)
    expect(played.output.match(/^Call call_/gm)).toHaveLength(2)
    const unknown = await call('--script', 'nonsense')
    expect(unknown.code).toBe(1)
    expect(unknown.errors).toBe('There is no script nonsense: npm run call -- --list names all.\n')
    before = await stored()
  }, 120_000)

  test('SIGTERM ends the hub with code 0 within ten seconds, and its Postgres with it', async () => {
    expect(await stopped(hub, 'SIGTERM')).toBe(0)
    expect(lookUpProcess(hub.child.pid ?? 0)).toBeUndefined()
    expect(lookUpProcess(postmaster)).toBeUndefined()
  })

  test('npm run call says so when nothing runs', async () => {
    const { code, errors } = await call('--list')
    expect([code, errors]).toEqual([1, 'The sandbox does not answer: is npm start running?\n'])
  })

  test('the second start has everything again, rings nobody, and SIGINT ends it the same way', async () => {
    const { agency, client } = demo
    await begin()
    expect([demo.agency, demo.client]).toEqual([agency, client])
    expect(hub.output()).not.toMatch(/Somebody rings|^Call /m)
    expect(hub.output()).toMatch(/API and docs/)
    await expectAllThere()
    expect(await stopped(hub, 'SIGINT')).toBe(0)
    expect(lookUpProcess(postmaster)).toBeUndefined()
  }, 60_000)

  test('after kill -9 the next start takes the folder over with all that was in it, and works', async () => {
    await begin()
    const orphan = postmaster
    hub.kill('SIGKILL')
    await hub.ended(10_000)
    expect(lookUpProcess(orphan)).toBeDefined()
    await begin()
    expect(lookUpProcess(orphan)).toBeUndefined()
    await expectAllThere()
    const played = await call('--script', 'slot-taken')
    expect(played.output.match(/book_appointment\(.*\) -> booked/g)).toHaveLength(2)
    expect(played.output.match(/google-calendar \S+ \(written\)/g)).toHaveLength(2)
    expect(await stopped(hub, 'SIGTERM')).toBe(0)
    expect(lookUpProcess(postmaster)).toBeUndefined()
  }, 120_000)

  test('a key file that was exchanged is noticed', async () => {
    writeFileSync(join(dataDir(), 'master.key'), `${'c'.repeat(64)}\n`)
    expect(await refusal({ ASKPRO_DATA_DIR: dataDir() })).toMatch(
      /is not the key this database was set up with/,
    )
    expect(findPostmaster(clusterFolder(dataDir()))).toBeUndefined()
  }, 60_000)

  test('with another, empty database the demo is set up anew', async () => {
    const database = await createTestDatabase()
    const { agency } = demo
    hub = start({ ASKPRO_DATA_DIR: dataDir(), ...onDatabaseOf(database) })
    await untilReady(hub)
    demo = demoFile(dataDir())
    expect(demo.agency.id).not.toBe(agency.id)
    expect((await api(demo, 'GET /v1/appointments')).body.data).toHaveLength(1)
    expect(await stopped(hub, 'SIGTERM')).toBe(0)
    await database.drop()
  }, 60_000)
})
