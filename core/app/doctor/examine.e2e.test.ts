import { randomBytes } from 'node:crypto'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { Redis } from 'ioredis'
import { Client } from 'pg'
import { onDatabase } from '../../platform/db/embedded/prepare-database.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { describeWithRedis } from '../../platform/testing/needs-redis.ts'
import { createTestDatabase } from '../../platform/testing/test-database.ts'
import { testEnvironment } from '../../platform/testing/test-environment.ts'
import { startThrowawayRedis, type ThrowawayRedis } from '../../platform/testing/throwaway-redis.ts'
import { api, eventually } from '../../test/program/api.ts'
import { control, type DemoHub, startDemoHub } from '../../test/program/demo-hub.ts'
import { startTcpProxy } from '../../test/program/tcp-proxy.ts'
import { examine } from './examine.ts'
import type { Finding } from './verdict.ts'

let program: DemoHub
/** As a superuser in the hub's database: to break what the hub's own roles may not. */
let root: Client
const servers: Server[] = []
const stuck = new Set<Socket>()

beforeAll(async () => {
  program = await startDemoHub()
  root = new Client({ connectionString: superuserUrl() })
  await root.connect()
}, 120_000)

afterEach(async () => {
  for (const socket of stuck) socket.destroy()
  stuck.clear()
  for (const server of servers.splice(0)) server.close()
})

afterAll(async () => {
  await root?.end()
  await program?.stop()
}, 60_000)

function superuserUrl(): string {
  return onDatabase(testEnvironment().superuserUrl ?? '', new URL(program.database.appUrl).pathname.slice(1))
}

const look = (more: Record<string, string> = {}): Promise<Finding[]> =>
  examine({ ...program.variables, ...more })

const of = (findings: readonly Finding[], check: string): Finding[] =>
  findings.filter((finding) => finding.check === check)

async function only(check: string, more: Record<string, string> = {}): Promise<Finding[]> {
  return of(await look(more), check)
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  servers.push(server)
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

const answering = async (listener: RequestListener): Promise<string> =>
  `http://${await listening(createHttpServer(listener))}`

/** Takes every connection and never says a word: a frozen server. */
const frozen = (): Promise<string> => listening(createServer((socket) => void stuck.add(socket)))

test('a hub that is well has no failure, and each of its connections a line', async () => {
  const findings = await look()
  expect(findings.filter(({ level }) => level === 'fail' || level === 'warn')).toEqual([])
  expect(of(findings, 'connection')).toHaveLength(4)
  expect(of(findings, 'connection')[0]?.says).toMatch(/ready, breaker closed, last sync/)
  expect(of(findings, 'public url')[0]?.says).toMatch(/is this hub/)
  expect(of(findings, 'database')[0]?.says).toMatch(/PostgreSQL \d+\.\d+ .*a hub works on it/)
})

test('a configuration with two mistakes fails with both, and the rest is not looked at', async () => {
  const findings = await look({ PORT: 'eighty', ASKPRO_ROEL: 'api' })
  expect(of(findings, 'config')).toMatchObject([{ level: 'fail' }])
  expect(of(findings, 'config')[0]?.says).toMatch(/PORT/)
  expect(of(findings, 'config')[0]?.says).toMatch(/ASKPRO_ROEL/)
  expect(of(findings, 'config')[0]?.says).not.toMatch(/\.$/)
  expect(findings.slice(1).map(({ level }) => level)).toEqual(findings.slice(1).map(() => 'skipped'))
})

test('production without https and with one role for all is warned about', async () => {
  const { DATABASE_ADMIN_URL: _, ...variables } = program.variables
  const findings = await examine({
    ...variables,
    ASKPRO_MODE: 'production',
    PUBLIC_URL: `http://127.0.0.1:${variables.PORT}`,
  })
  expect(of(findings, 'config').map(({ level }) => level)).toEqual(['warn', 'warn'])
})

test('a database that is away, frozen, or refuses the password is one failure; no secret is shown, nothing hangs', async () => {
  const wrong = new URL(program.database.appUrl)
  wrong.password = 'quite-a-secret'
  const away = new URL(wrong)
  away.host = '127.0.0.1:1'
  const silent = new URL(wrong)
  silent.host = await frozen()
  for (const url of [wrong, away, silent]) {
    const startedAt = performance.now()
    const findings = await look({ DATABASE_URL: url.href, DATABASE_ADMIN_URL: url.href })
    expect(performance.now() - startedAt).toBeLessThan(15_000)
    expect(of(findings, 'database')).toMatchObject([{ level: 'fail', todo: expect.any(String) }])
    for (const check of ['roles', 'migrations', 'master key', 'lag', 'connection'])
      expect(of(findings, check)).toMatchObject([{ level: 'skipped' }])
    expect(of(findings, 'disk')).toMatchObject([{ level: 'ok' }])
    const shown = JSON.stringify(findings)
    expect(shown).not.toContain('quite-a-secret')
    expect(shown).not.toContain(program.variables.ASKPRO_MASTER_KEY)
  }
}, 60_000)

test('roles that pass the walls, lack the courier or own nothing are failures', async () => {
  const superuser = await only('roles', { DATABASE_URL: superuserUrl() })
  expect(superuser[0]).toMatchObject({ level: 'fail', says: expect.stringContaining('passes the walls') })

  const name = `doctor_${randomBytes(4).toString('hex')}`
  await root.query(`create role ${name} login password 'pw-of-doctor'`)
  await root.query(
    `grant connect on database ${new URL(program.database.appUrl).pathname.slice(1)} to ${name}`,
  )
  try {
    const as = new URL(program.database.appUrl)
    Object.assign(as, { username: name, password: 'pw-of-doctor' })
    const stranger = await only('roles', { DATABASE_URL: as.href })
    expect(stranger).toMatchObject([{ level: 'fail', says: expect.stringContaining('is not granted') }])
    await root.query(`grant askpro_courier to ${name}`)
    const heir = await only('roles', { DATABASE_URL: as.href })
    expect(heir).toMatchObject([{ level: 'fail', says: expect.stringContaining('inherits askpro_courier') }])
  } finally {
    await root.query(`drop owned by ${name}`)
    await root.query(`drop role ${name}`)
  }
  const ownerless = await only('roles', { DATABASE_ADMIN_URL: program.database.appUrl })
  expect(ownerless).toMatchObject([{ level: 'fail', says: expect.stringContaining('does not own') }])
})

test('a migration that is missing is a warning, one that only a newer hub has a failure', async () => {
  await root.query(
    `insert into schema_migrations (name, batch, migration_time) values ('9999-later', 9, now())`,
  )
  expect(await only('migrations')).toMatchObject([
    { level: 'fail', says: expect.stringContaining('9999-later') },
  ])
  await root.query(`delete from schema_migrations where name = '9999-later'`)
  const { rows } = await root.query(`delete from schema_migrations where name = '0007-billing' returning *`)
  expect(await only('migrations')).toMatchObject([
    { level: 'warn', says: expect.stringContaining('0007-billing') },
  ])
  await root.query(
    'insert into schema_migrations (id, name, batch, migration_time) values ($1, $2, $3, $4)',
    [rows[0].id, rows[0].name, rows[0].batch, rows[0].migration_time],
  )
  expect(await only('migrations')).toMatchObject([{ level: 'ok' }])
})

test('an empty database is told as one', async () => {
  const empty = await createTestDatabase()
  const client = new Client({
    connectionString: onDatabase(
      testEnvironment().superuserUrl ?? '',
      new URL(empty.appUrl).pathname.slice(1),
    ),
  })
  await client.connect()
  await client.query(
    'drop schema public cascade; create schema public; grant all on schema public to askpro_admin',
  )
  await client.end()
  const findings = await look({ DATABASE_URL: empty.appUrl, DATABASE_ADMIN_URL: empty.adminUrl })
  expect(of(findings, 'migrations')).toMatchObject([{ level: 'warn', says: 'the database is empty' }])
  expect(of(findings, 'database')[0]?.says).toMatch(/no hub works on it/)
  expect(of(findings, 'public url')).toMatchObject([{ level: 'warn' }])
  await empty.drop()
})

test('a PostgreSQL that is too old is a failure, and no hub starts on it', async () => {
  const { hostname: host, port, href } = new URL(program.database.appUrl)
  // The real one, which tells another version: in text, as all that the hub asks for.
  const older = (chunk: Buffer) =>
    chunk.toString('latin1').replaceAll(/(?<!\d)1[5-9]00\d{2}(?!\d)/g, '140012')
  const proxy = await startTcpProxy(
    { host, port: Number(port) },
    {
      tap: () => ({
        toTarget: async (chunk) => chunk,
        toClient: async (chunk) => Buffer.from(older(chunk), 'latin1'),
      }),
    },
  )
  const url = Object.assign(new URL(href), { host: `127.0.0.1:${proxy.port}` }).href
  try {
    const findings = await look({ DATABASE_URL: url, DATABASE_ADMIN_URL: url })
    expect(of(findings, 'database')).toEqual([
      expect.objectContaining({ level: 'fail', says: 'PostgreSQL 14 is too old', todo: expect.any(String) }),
    ])
    await expect(migrate({ appUrl: url, adminUrl: url, migrations: [] })).rejects.toThrow(
      'PostgreSQL 14 is too old: the hub needs 15 or newer.',
    )
  } finally {
    await proxy.close()
  }
})

test('a master key that opens nothing here is a failure', async () => {
  const other = await only('master key', { ASKPRO_MASTER_KEY: 'ab'.repeat(32) })
  expect(other).toMatchObject([{ level: 'fail', says: expect.stringContaining('is another than') }])
  const none = await only('master key', { ASKPRO_MASTER_KEY: '' })
  expect(none).toMatchObject([{ level: 'fail', says: expect.stringContaining('there is none') }])
})

test('PUBLIC_URL fails when nobody, another hub, another program or a redirect answers there', async () => {
  const json =
    (body: unknown): RequestListener =>
    (_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  const said = async (url: string) => {
    const [finding] = await only('public url', { PUBLIC_URL: url })
    expect(finding?.level).toBe('fail')
    return finding?.says
  }
  expect(await said('http://127.0.0.1:1')).toMatch(/does not answer/)
  expect(await said(await answering(json({ status: 'ok', instance: '0123456789abcdef' })))).toMatch(
    /another hub answers/,
  )
  expect(await said(await answering(json({ status: 'ok' })))).toMatch(/something else than a hub/)
  expect(
    await said(
      await answering((_request, response) =>
        response.writeHead(301, { location: 'https://x.example' }).end(),
      ),
    ),
  ).toMatch(/redirects to https:\/\/x\.example/)
  expect(await said(`http://${await frozen()}`)).toMatch(/does not answer/)
}, 60_000)

test('a job nobody takes, one that was put away and one that was given up are told', async () => {
  const insert = `insert into jobs (id, kind, payload, state, run_at) values (gen_random_uuid(), 'nobody.knows', '{}', $1, now() - interval '5 minutes')`
  for (const state of ['waiting', 'quarantined', 'failed']) await root.query(insert, [state])
  const found = await only('lag')
  expect(found.map(({ level }) => level)).toEqual(['fail', 'warn', 'warn'])
  expect(found[0]?.says).toMatch(/1 jobs are due, nobody\.knows for 3\d\d s/)
  await root.query(`delete from jobs where kind = 'nobody.knows'`)
  expect((await only('lag'))[0]?.level).toBe('ok')
})

test('events that no relay stamps and a reader that stays behind are told', async () => {
  // The relay's own lock: whoever holds it keeps all relays from stamping.
  await root.query('select pg_advisory_lock(7205902)')
  const { agency } = program.demo
  await root.query(
    `insert into events (tenant_id, id, aggregate, aggregate_id, version, type, payload, occurred_at, recorded_at)
     values ($1, gen_random_uuid(), 'test', gen_random_uuid(), 1, 'test.late', '{}', now(), now() - interval '1 minute')`,
    [agency.id],
  )
  await root.query(`insert into event_cursors (consumer, position) values ('test-reader', -5000)`)
  const found = await only('lag')
  await root.query('select pg_advisory_unlock(7205902)')
  await root.query(`delete from event_cursors where consumer = 'test-reader'`)
  expect(found.map(({ says }) => says)).toEqual([
    expect.stringMatching(/1 events have no position yet, the oldest for 6\d s/),
    expect.stringMatching(/the reader test-reader is \d+ events behind/),
  ])
  expect(found.map(({ level }) => level)).toEqual(['fail', 'fail'])
  await eventually(
    () => only('lag'),
    (now) => now[0]?.level === 'ok',
  )
})

test('connections in trouble are failures or warnings, as somebody must act or only wait', async () => {
  const ids = program.demo.connections.map(({ id }) => id)
  const states: Array<[string, object]> = [
    ['needs_reauth', { why: 'the grant was withdrawn' }],
    ['misconfigured', { field: 'api_key', why: 'it was refused' }],
    ['retrying', { at: Date.now() + 3_600_000, why: 'it is down' }],
    ['failed', { why: 'it broke' }],
  ]
  for (const [at, [state, info]] of states.entries())
    await root.query('update connections set state = $2, state_info = $3 where id = $1', [
      ids[at],
      state,
      info,
    ])
  const found = await only('connection')
  const levelOf = (id: string | undefined) => found.find(({ says }) => says.includes(String(id)))?.level
  expect(ids.map(levelOf)).toEqual(['fail', 'fail', 'warn', 'fail'])
  expect(found.find(({ says }) => says.includes(String(ids[1])))?.todo).toContain('Mend "api_key"')
  await root.query(`update connections set state = 'ready', state_info = '{}'`)
})

test('a connection whose secrets were sealed under a lost master key is to be entered anew', async () => {
  const stripe = program.demo.connections.find(({ plugin }) => plugin === 'stripe')?.id ?? ''
  const { rows } = await root.query('select secrets from connections where id = $1', [stripe])
  await root.query(`update connections set secrets = 'v1.00000000.x' where id = $1`, [stripe])
  const found = (await only('connection')).filter(({ level }) => level === 'fail')
  await root.query('update connections set secrets = $2 where id = $1', [stripe, rows[0].secrets])
  expect(found).toMatchObject([
    { todo: `Enter them again: PATCH /v1/connections/${stripe} with its settings.` },
  ])
})

test('a sync that fails for hours and a breaker that is open are warnings', async () => {
  const calcom = program.demo.connections.find(({ plugin }) => plugin === 'calcom')?.id ?? ''
  const since = `update sync_checkpoints set failing_since = now() - interval '3 hours' where connection_id = $1`
  const line = async () => (await only('connection')).find(({ says }) => says.includes(calcom))
  // Its first sync comes with the first beat of the clock, and one that succeeds in between clears the mark.
  const failing = await eventually(
    async () => {
      await root.query(since, [calcom])
      return line()
    },
    (finding) => finding?.says.includes('a sync fails since') ?? false,
    90_000,
  )
  expect(failing).toMatchObject({ level: 'warn', says: expect.stringContaining('a sync fails since') })
  await root.query('update sync_checkpoints set failing_since = null')

  await control(program.demo, 'PUT', '/faults/calcom', { status: 503 })
  const seen = await eventually(
    async () => {
      await api(program.demo, `POST /v1/connections/${calcom}/check`)
      return line()
    },
    (finding) => finding?.says.includes('breaker open') ?? false,
  )
  await control(program.demo, 'DELETE', '/faults')
  expect(seen).toMatchObject({ level: 'warn', says: expect.stringContaining('breaker open') })
}, 150_000)

describeWithRedis('a doctor who looks at Redis', () => {
  let redis: ThrowawayRedis
  beforeAll(async () => {
    redis = await startThrowawayRedis()
  })
  afterAll(() => redis?.stop())

  async function set(name: string, value: string): Promise<void> {
    const client = new Redis(redis.url)
    await client.config('SET', name, value)
    client.disconnect()
  }

  test('a Redis as it should be is well; its clock is compared as well', async () => {
    const findings = await look({ REDIS_URL: redis.url })
    expect(of(findings, 'redis')).toMatchObject([
      { level: 'ok', says: expect.stringContaining('noeviction') },
    ])
    expect(of(findings, 'clock')[0]?.says).toMatch(/the database is within .* Redis is within/)
  })

  test('one that evicts is a failure, and one that is full', async () => {
    await set('maxmemory-policy', 'allkeys-lru')
    await set('maxmemory', '2mb')
    const found = await only('redis', { REDIS_URL: redis.url })
    await set('maxmemory', '1')
    const full = await only('redis', { REDIS_URL: redis.url })
    await set('maxmemory', '0')
    await set('maxmemory-policy', 'noeviction')
    expect(found[0]).toMatchObject({ level: 'fail', says: expect.stringContaining('allkeys-lru') })
    expect(full.map(({ level }) => level)).toEqual(['fail', 'fail'])
    expect(full[1]?.says).toMatch(/^is full/)
  })

  test('one that is away, frozen, or asks for a password is a failure, in time and without the password', async () => {
    await set('requirepass', 'redis-secret-1')
    const guarded = await only('redis', { REDIS_URL: redis.url })
    const admin = new Redis(redis.url.replace('//', '//:redis-secret-1@'))
    await admin.config('SET', 'requirepass', '')
    admin.disconnect()
    const silent = `redis://:redis-secret-2@${await frozen()}`
    const startedAt = performance.now()
    const found = [
      ...guarded,
      ...(await only('redis', { REDIS_URL: 'redis://127.0.0.1:1' })),
      ...(await only('redis', { REDIS_URL: silent })),
    ]
    expect(performance.now() - startedAt).toBeLessThan(15_000)
    expect(found.map(({ level }) => level)).toEqual(['fail', 'fail', 'fail'])
    expect(JSON.stringify(found)).not.toContain('redis-secret')
  })
})
