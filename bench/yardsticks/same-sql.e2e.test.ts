import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Client } from 'pg'
import { onDatabase } from '../../core/platform/db/embedded/prepare-database.ts'
import { createTestDatabase, type TestDatabase } from '../../core/platform/testing/test-database.ts'
import { testEnvironment } from '../../core/platform/testing/test-environment.ts'
import { type BenchGround, layGround } from '../ground/bench-ground.ts'
import { startHub } from '../ground/hub-server.ts'
import { OrderedProcess } from '../ground/ordered-process.ts'
import { populate, type Salon } from '../ground/world.ts'
import { LoadGenerator } from '../load/load-generator.ts'
import type { BookingTemplate } from './booking-template.ts'
import { recordBookings } from './record-bookings.ts'
import { hasPgbench, runPgbench } from './run-pgbench.ts'
import type { SameSqlOrder, SameSqlResult } from './same-sql-process.ts'

const SALONS = 2
/** So many half hours with each, by each way of booking. */
const SLOTS_EACH = 10
const withPgbench = (await hasPgbench(process.env.PATH ?? '')) ? test : test.skip
const undo = new AsyncDisposableStack()

let database: TestDatabase
let ground: BenchGround
let admin: Client
let hubUrl: string
let salons: Salon[]
let templates: BookingTemplate[]

beforeAll(async () => {
  database = await createTestDatabase()
  undo.defer(() => database.drop())
  ground = await layGround(undo, { searchPath: process.env.PATH ?? '', databases: database })
  admin = new Client({
    connectionString: onDatabase(
      testEnvironment().superuserUrl ?? '',
      new URL(database.appUrl).pathname.slice(1),
    ),
  })
  await admin.connect()
  undo.defer(() => admin.end())
  const hub = await startHub(ground, { name: 'api', role: 'api' })
  undo.defer(() => hub.stop())
  hubUrl = hub.url
  const world = await populate(ground, { url: hub.url, name: 'api' }, SALONS)
  salons = world.salons
  templates = await recordBookings(ground, salons)
}, 300_000)

afterAll(() => undo.disposeAsync())

/** How many rows each table has. */
async function rowCounts(): Promise<Map<string, number>> {
  const { rows: tables } = await admin.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const union = tables.map(({ name }) => `select '${name}' as name, count(*)::int as rows from ${name}`)
  const { rows } = await admin.query<{ name: string; rows: number }>(union.join(' union all '))
  return new Map(rows.map((row) => [row.name, row.rows]))
}

async function rowsMadeBy(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await rowCounts()
  await work()
  const made = [...(await rowCounts())].map(([name, rows]) => [name, rows - (before.get(name) ?? 0)] as const)
  return Object.fromEntries(made.filter(([, rows]) => rows !== 0))
}

async function bookOverHttp(first: number, bookings: number): Promise<void> {
  const load = new LoadGenerator()
  try {
    const { answered, firstFailure } = await load.load({
      targets: [hubUrl],
      traffic: { is: 'bookings', salons, first },
      pace: { is: 'open', perSecond: 20, seconds: bookings / 20 },
    })
    expect({ answered, firstFailure }).toEqual({ answered: bookings, firstFailure: undefined })
  } finally {
    await load.stop()
  }
}

async function bookByPg(first: number, bookings: number): Promise<void> {
  const pg = new OrderedProcess<SameSqlOrder, SameSqlResult>('bench/yardsticks/same-sql-process.ts')
  try {
    const order = { url: database.appUrl, templates, connections: 4, until: { bookings }, first }
    expect(await pg.order(order)).toMatchObject({ booked: bookings })
  } finally {
    await pg.stop()
  }
}

/** Appointments of which not every row says the same as those that the hub has booked. */
async function strange(): Promise<unknown[]> {
  const { rows } = await admin.query(`
    select a.id, a.starts_at from appointments a
    where a.source <> 'api' or a.status <> 'confirmed' or a.ends_at - a.starts_at <> interval '30 minutes'
      or not exists (select from occupancies o where o.appointment_id = a.id and o.tenant_id = a.tenant_id
           and o.during = tstzrange(a.starts_at, a.ends_at))
      or not exists (select from booking_requests r where r.appointment_id = a.id and r.tenant_id = a.tenant_id
           and r.fingerprint like '% ' || (extract(epoch from a.starts_at) * 1000)::bigint || ' ')
      or not exists (select from events e where e.aggregate_id = a.id and e.tenant_id = a.tenant_id
           and (e.payload ->> 'start')::timestamptz = a.starts_at
           and (e.payload ->> 'end')::timestamptz = a.ends_at)
      or not exists (select from jobs j where j.tenant_id = a.tenant_id and j.unique_key = a.id || ':1'
           and j.payload ->> 'appointment_id' = a.id::text)`)
  return rows
}

const NUMBER = SALONS * SLOTS_EACH
const EACH_ONCE = {
  appointments: NUMBER,
  occupancies: NUMBER,
  booking_requests: NUMBER,
  events: NUMBER,
  jobs: NUMBER,
}

test('what is recorded is a request’s own transactions, in the round trips that the hub makes', () => {
  for (const template of templates) {
    const begun = template.filter(([first]) => first?.text.startsWith('begin; set local app.tenants'))
    expect(begun.length).toBeGreaterThan(0)
    expect(template.flat().filter(({ text }) => text === 'commit')).toHaveLength(begun.length)
    const names = template.map((group) => group.map(({ name }) => name ?? ''))
    expect(names).toContainEqual(['booking-lock', 'booking-request', 'booking-taken'])
  }
})

test('sent again by pg they leave the very rows that so many bookings leave', async () => {
  expect(await rowsMadeBy(() => bookOverHttp(0, NUMBER))).toEqual(EACH_ONCE)
  expect(await rowsMadeBy(() => bookByPg(NUMBER, NUMBER))).toEqual(EACH_ONCE)
  expect(await strange()).toEqual([])
  // The hub finds the next ones free, and these taken.
  await bookOverHttp(2 * NUMBER, SALONS)
  await expect(bookByPg(NUMBER, 1)).rejects.toThrow(/exclusion constraint/)
})

withPgbench.each(['as the hub', 'one'] as const)(
  'and so they do by pgbench, pipelines: %s',
  async (pipelines) => {
    const firstSlot = { 'as the hub': 1_000, one: 20_000 }[pipelines]
    let booked = 0
    const made = await rowsMadeBy(async () => {
      const result = await runPgbench(ground, { templates, pipelines, seconds: 2, firstSlot })
      booked = result.booked
    })
    expect(booked).toBeGreaterThan(0)
    expect(made).toEqual(Object.fromEntries(Object.keys(EACH_ONCE).map((table) => [table, booked])))
    expect(await strange()).toEqual([])
  },
  60_000,
)
