import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Client } from 'pg'
import { onDatabase } from '../core/platform/db/embedded/prepare-database.ts'
import { createTestDatabase, type TestDatabase } from '../core/platform/testing/test-database.ts'
import { testEnvironment } from '../core/platform/testing/test-environment.ts'
import { documentOf } from './report/document.ts'
import type { Figure } from './report/figure.ts'
import { type BenchResult, runBench } from './run-bench.ts'

let database: TestDatabase
let result: BenchResult

/** Short, on a busy machine and without fsync: nothing is said here about how fast anything is. */
const SHORT = { salons: 4, seconds: { turn: 0.1, warm: 0.1, open: 0.3 }, rounds: 1, profiles: true }

beforeAll(async () => {
  database = await createTestDatabase()
  result = await runBench({
    ...SHORT,
    only: [
      'engine',
      'bookings',
      'hold-and-book',
      'availability-uncached',
      'webhook-accept',
      'functions',
      'mixed-load',
    ],
    databases: database,
    searchPath: process.env.PATH ?? '',
    say: () => {},
  })
}, 300_000)

afterAll(() => database?.drop())

const of = (row: string): Figure[] => result.figures.filter((figure) => figure.row === row)

test.each(['bookings', 'webhook-accept'])('%s: both sides did something, and waiting was measured', (row) => {
  const [figure] = of(row)
  expect(figure?.measured).toMatchObject({ unit: '/s', cpu: expect.any(Number) })
  expect(figure?.measured.value).toBeGreaterThan(0)
  expect(figure?.yardstick.value).toBeGreaterThan(0)
  const { median = 0, low = 0, high = 0 } = figure?.ratio ?? {}
  expect([low, median, high]).toEqual([low, median, high].sort((a, b) => a - b))
  expect(low).toBeGreaterThan(0)
  const { p50 = 0, p99 = 0 } = figure?.measured.latency ?? {}
  expect(p50).toBeGreaterThan(0)
  expect(p99).toBeGreaterThanOrEqual(p50)
})

test.each(['hold-and-book', 'availability-uncached', 'mixed-load'])(
  '%s: all was answered as wanted, by the hub and by what it is held against',
  (row) => {
    expect(of(row).length).toBeGreaterThan(0)
    for (const { measured, yardstick } of of(row)) {
      expect(measured.failed ?? 0).toBe(0)
      expect(yardstick.failed ?? 0).toBe(0)
      expect(measured.value).toBeGreaterThan(0)
      expect(yardstick.value).toBeGreaterThan(0)
    }
  },
)

test('inbound routing and all ten functions were asked and answered as wanted', () => {
  expect(of('functions')).toHaveLength(11)
  for (const { measured } of of('functions')) expect(measured.value).toBeGreaterThan(0)
})

test('the engine was measured alone, beside its yardstick and its promises', () => {
  const ratios = of('engine').filter(({ reach }) => reach && 'least' in reach)
  expect(ratios.map(({ measured }) => measured.unit)).toEqual(['/s', '/s', '/s'])
  for (const { measured, yardstick } of ratios) {
    expect(measured.value).toBeGreaterThan(0)
    expect(yardstick.value).toBeGreaterThan(0)
    expect(measured.latency?.p95).toBeGreaterThan(0)
  }
  expect(of('engine').flatMap(({ yardstick }) => (yardstick.unit === 'ms' ? yardstick.value : []))).toEqual([
    1, 25,
  ])
})

test('what the engine costs grows with people, days and what is busy', () => {
  expect(result.costs).toHaveLength(27)
  const of = (people: number, days: number, busy: number) =>
    result.costs.find((cost) => cost.people === people && cost.days === days && cost.busy === busy)?.ms
  expect(of(50, 90, 2_000)).toBeGreaterThan(of(1, 1, 0) ?? Number.NaN)
})

test('a profile was taken of each, and its shares are those of a whole', () => {
  const [engine, ...ofHub] = result.profiles
  expect([engine, ...ofHub].map((profile) => profile?.what)).toEqual([
    'the engine alone',
    'a booking',
    'an availability read',
    'a webhook',
  ])
  expect(engine?.parts.map(({ part }) => part)).toEqual(expect.arrayContaining(['candidate', 'interval']))
  for (const { what, parts } of ofHub) {
    const own = what === 'a webhook' ? 'own: integrations' : 'own: scheduling'
    expect(parts.map(({ part }) => part)).toEqual(expect.arrayContaining(['pg', own]))
    expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
  }
})

test('the document has a line for each figure and a table for each profile', () => {
  const text = documentOf({ ...result, date: '2026-01-01', rounds: 2, seconds: 1, salons: 4 })
  for (const { measured } of result.figures) expect(text).toContain(`| ${measured.name}: `)
  expect(text).toContain('### In a booking')
  expect(text).toContain('| 50 | 90 | ')
})

describe('a yardstick with SQL of its own leaves the very rows that the hub leaves', () => {
  let client: Client

  beforeAll(async () => {
    const name = new URL(database.appUrl).pathname.slice(1)
    client = new Client({
      connectionString: onDatabase(testEnvironment().superuserUrl ?? '', name),
    })
    await client.connect()
  })

  afterAll(() => client?.end())

  test('of a booking', async () => {
    // One line for each business: how many rows of each kind there are for one appointment.
    const { rows } = await client.query<{ name: string; rows: string }>(`
      with booked as (select tenant_id, count(*) n from appointments where source = 'api' group by 1)
      select t.name, concat_ws(' ',
          (select count(*) from occupancies o join appointments a on a.id = o.appointment_id
             where o.tenant_id = t.id and a.source = 'api') / b.n,
          (select count(*) from booking_requests r join appointments a on a.id = r.appointment_id
             where r.tenant_id = t.id and a.source = 'api') / b.n,
          (select count(*) from events e where e.tenant_id = t.id and type = 'appointment.booked'
             and payload ->> 'source' = 'api') / b.n,
          (select count(*) from jobs j join appointments a on a.id::text = j.payload ->> 'appointment_id'
             where j.tenant_id = t.id and kind = 'appointment.export' and a.source = 'api') / b.n) as rows
      from booked b join tenants t on t.id = b.tenant_id`)
    expect(rows).toHaveLength(5)
    expect(new Set(rows.map((row) => row.rows))).toEqual(new Set(['1 1 1 1']))
  })

  test('of a webhook', async () => {
    // A line for each way of storing it: what the rows look like apart from ids, times and what was sent. The headers of
    // the hub are without credentials, of which a call event has none.
    const { rows } = await client.query<{ shapes: string; deliveries: number }>(`
      select jsonb_build_object('hook', i.hook, 'event', convert_from(i.body, 'UTF8')::jsonb -> 'event',
          'headers', (select array_agg(name order by name) from jsonb_object_keys(i.headers) as name),
          'job', jsonb_build_array(j.kind, j.priority, j.state, j.unique_key = i.id::text,
            j.payload = jsonb_build_object('inbox_id', i.id), j.run_at = i.received_at,
            j.tenant_id = i.tenant_id)) as shapes,
        count(*)::int as deliveries, count(distinct j.trace is null)::int as traced
      from inbox i join jobs j on j.payload ->> 'inbox_id' = i.id::text
      where i.hook = 'events' group by 1`)
    // The hub's jobs go on with a trace; the others have none.
    expect(rows).toEqual([{ shapes: expect.anything(), deliveries: expect.any(Number), traced: 2 }])
    const { rows: all } = await client.query<{ count: number }>(
      `select count(*)::int as count from inbox where hook = 'events'`,
    )
    expect(rows[0]?.deliveries).toBe(all[0]?.count)
  })
})
