import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { onDatabase } from '../core/platform/db/embedded/prepare-database.ts'
import { createTestDatabase } from '../core/platform/testing/test-database.ts'
import { testEnvironment } from '../core/platform/testing/test-environment.ts'
import type { Bench } from './bench.ts'
import { OrderedProcess } from './ground/ordered-process.ts'
import { documentOf } from './report/document.ts'
import type { Figure } from './report/figure.ts'
import { type BenchResult, openBench, takeRows } from './run-bench.ts'
import { MadeRows } from './yardsticks/made-rows.ts'
import { hasPgbench, runPgbench } from './yardsticks/run-pgbench.ts'
import type { SameSqlOrder, SameSqlResult } from './yardsticks/same-sql-process.ts'

/** Short, on a busy machine and without fsync: nothing is said here about how fast anything is. */
const SHORT = {
  salons: 4,
  events: 50,
  seconds: { turn: 0.1, warm: 0.1, open: 0.3 },
  rounds: 1,
  costs: { people: [1, 5], days: [1, 7], busy: [0, 100] },
  only: [
    'engine',
    'bookings',
    'hold-and-book',
    'availability-uncached',
    'webhook-accept',
    'functions',
    'mixed-load',
  ],
}
/** These throw away the jobs that the others have left. */
const LATER = ['webhook-slow-worker', 'pick-up', 'sync', 'outbound']
const withPgbench = (await hasPgbench(process.env.PATH ?? '')) ? test : test.skip
const undo = new AsyncDisposableStack()

let bench: Bench
let made: MadeRows

beforeAll(async () => {
  const database = await createTestDatabase()
  undo.defer(() => database.drop())
  const name = new URL(database.appUrl).pathname.slice(1)
  made = await MadeRows.connect(onDatabase(testEnvironment().superuserUrl ?? '', name))
  undo.defer(() => made.close())
  // pgbench is run below, where it is looked at what it leaves: the rows find none.
  bench = await openBench(undo, { ...SHORT, databases: database, searchPath: '', say: () => {} })
}, 300_000)

afterAll(() => undo.disposeAsync(), 60_000)

describe('the statements of a booking', () => {
  /** By each way of booking. */
  const NUMBER = SHORT.salons * 5
  const EACH_ONCE = {
    appointments: NUMBER,
    occupancies: NUMBER,
    booking_requests: NUMBER,
    events: NUMBER,
    jobs: NUMBER,
  }

  async function bookOverHttp(bookings: number): Promise<void> {
    const { hub, world, load, used } = bench
    const { answered, firstFailure } = await load.load({
      targets: [hub.url],
      traffic: { is: 'bookings', salons: world.salons, first: used.bookings },
      pace: { is: 'open', perSecond: 20, seconds: bookings / 20 },
    })
    used.bookings += bookings
    expect({ answered, firstFailure }).toEqual({ answered: bookings, firstFailure: undefined })
  }

  async function bookByPg(bookings: number): Promise<void> {
    const pg = new OrderedProcess<SameSqlOrder, SameSqlResult>('bench/yardsticks/same-sql-process.ts')
    const { ground, used } = bench
    const order = {
      url: ground.databases.appUrl,
      templates: await bench.templates(),
      connections: 4,
      until: { bookings },
      first: used.bookings,
    }
    try {
      expect(await pg.order(order)).toMatchObject({ booked: bookings })
      used.bookings += bookings
    } finally {
      await pg.stop()
    }
  }

  test('are recorded as its own transactions, in the round trips that the hub makes', async () => {
    for (const template of await bench.templates()) {
      const begun = template.filter(([first]) => first?.text.startsWith('begin; set local app.tenants'))
      expect(begun.length).toBeGreaterThan(0)
      expect(template.flat().filter(({ text }) => text === 'commit')).toHaveLength(begun.length)
      const names = template.map((group) => group.map(({ name }) => name ?? ''))
      expect(names).toContainEqual(['booking-lock', 'booking-request', 'booking-taken'])
    }
  }, 120_000)

  test('sent again by pg they leave the very rows that so many bookings leave', async () => {
    expect(await made.madeBy(() => bookOverHttp(NUMBER))).toEqual(EACH_ONCE)
    expect(await made.madeBy(() => bookByPg(NUMBER))).toEqual(EACH_ONCE)
    expect(await made.strange()).toEqual([])
    // The hub finds the next ones free, and these taken.
    await bookOverHttp(SHORT.salons)
    const next = bench.used.bookings
    bench.used.bookings = NUMBER
    await expect(bookByPg(1)).rejects.toThrow(/exclusion constraint/)
    bench.used.bookings = next
  }, 60_000)

  withPgbench.each(['as the hub', 'one'] as const)(
    'and so they do by pgbench, pipelines: %s',
    async (pipelines) => {
      const firstSlot = { 'as the hub': 5_000, one: 20_000 }[pipelines]
      const ground = { ...bench.ground, searchPath: process.env.PATH ?? '' }
      const templates = await bench.templates()
      let booked = 0
      const rows = await made.madeBy(async () => {
        const result = await runPgbench(ground, { templates, pipelines, seconds: 1, firstSlot })
        booked = result.booked
      })
      expect(booked).toBeGreaterThan(0)
      expect(rows).toEqual(Object.fromEntries(Object.keys(EACH_ONCE).map((table) => [table, booked])))
      expect(await made.strange()).toEqual([])
    },
    60_000,
  )
})

/** One line for each business: how many rows of each kind there are for one appointment. */
const ROWS_OF_BOOKINGS = `
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
  from booked b join tenants t on t.id = b.tenant_id`

/**
 * A line for each way of storing them: what the rows look like apart from ids, times and what was sent. The headers of
 * the hub are without credentials, of which a call event has none. The least program makes no jobs.
 */
const ROWS_OF_WEBHOOKS = `
  select jsonb_build_object('hook', i.hook, 'event', convert_from(i.body, 'UTF8')::jsonb -> 'event',
      'headers', (select array_agg(name order by name) from jsonb_object_keys(i.headers) as name),
      'keyed', i.dedupe_key ~ '^call_started:call_\\w+:[0-9a-f]{32}$', 'open', i.processed_at is null) as shapes,
    case when j.id is not null then jsonb_build_array(j.kind, j.priority, j.state, j.unique_key = i.id::text,
      j.payload = jsonb_build_object('inbox_id', i.id), j.run_at = i.received_at,
      j.tenant_id = i.tenant_id) end as job,
    count(*)::int as deliveries, count(distinct j.trace is null)::int as traced
  from inbox i left join jobs j on j.payload ->> 'inbox_id' = i.id::text
  where i.hook = 'events' group by 1, 2 order by 2 nulls last`

const DELIVERIES = `select count(*)::int as count from inbox where hook = 'events'`

describe('the rows', () => {
  let result: BenchResult
  let left: { bookings: object[]; webhooks: object[]; deliveries: number | undefined }

  beforeAll(async () => {
    const before = await takeRows(bench, SHORT)
    const [all] = await made.rows<{ count: number }>(DELIVERIES)
    left = {
      bookings: await made.rows(ROWS_OF_BOOKINGS),
      webhooks: await made.rows(ROWS_OF_WEBHOOKS),
      deliveries: all?.count,
    }
    const { figures } = await takeRows(bench, { only: LATER })
    result = { ...before, figures: [...before.figures, ...figures] }
  }, 300_000)

  const of = (row: string): Figure[] => result.figures.filter((figure) => figure.row === row)

  test.each(['bookings', 'webhook-accept'])(
    '%s: both sides did something, and waiting was measured',
    (row) => {
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
    },
  )

  test.each([
    'hold-and-book',
    'availability-uncached',
    'webhook-slow-worker',
    'mixed-load',
    'pick-up',
    'sync',
    'outbound',
  ])('%s: all was answered as wanted, by the hub and by what it is held against', (row) => {
    expect(of(row).length).toBeGreaterThan(0)
    for (const { measured, yardstick } of of(row)) {
      expect(measured.failed ?? 0).toBe(0)
      expect(yardstick.failed ?? 0).toBe(0)
      expect(measured.value).toBeGreaterThan(0)
      expect(yardstick.value).toBeGreaterThan(0)
    }
  })

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
    expect(of('engine').flatMap(({ yardstick }) => (yardstick.unit === 'ms' ? yardstick.value : []))).toEqual(
      [1, 25],
    )
  })

  test('what the engine costs was measured for each number of people, days and busy times', () => {
    const cells = new Set(result.costs.map(({ people, days, busy }) => [people, days, busy].join()))
    expect([cells.size, result.costs.length]).toEqual([8, 8])
    expect(result.costs.filter(({ ms }) => !(ms > 0))).toEqual([])
  })

  test('a profile was taken of each, and its shares are those of a whole', () => {
    const [engine, ...ofHub] = result.profiles
    expect([engine, ...ofHub].map((profile) => profile?.what)).toEqual([
      'the engine alone',
      'a booking',
      'an availability read',
      'a webhook',
    ])
    expect(engine?.parts.map(({ part }) => part)).toEqual(
      expect.arrayContaining(['availability', 'minute-bits']),
    )
    // Samples of a short run: only what takes much of the time is sure to be among them.
    const sure: Record<string, string[]> = {
      'a booking': ['pg', 'own: scheduling'],
      'an availability read': ['own: scheduling'],
      'a webhook': ['own: integrations'],
    }
    for (const { what, parts } of ofHub) {
      expect(parts.map(({ part }) => part)).toEqual(expect.arrayContaining(sure[what] ?? ['no such profile']))
      expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
    }
  })

  test('the document has a line for each figure and a table for each profile', () => {
    const text = documentOf({ ...result, date: '2026-01-01', rounds: 2, seconds: 1, salons: 4 })
    for (const { measured } of result.figures) expect(text).toContain(`| ${measured.name}: `)
    expect(text).toContain('### In a booking')
    expect(text).toContain('| 5 | 7 | ')
  })

  test('a yardstick with SQL of its own leaves the very rows of a booking', () => {
    expect(left.bookings).toHaveLength(5)
    expect(new Set(left.bookings.map((row) => Reflect.get(row, 'rows')))).toEqual(new Set(['1 1 1 1']))
  })

  test('and so does one of a webhook, of which the least program leaves the delivery alone', () => {
    const [whole, alone] = left.webhooks as Array<{ shapes: object; deliveries: number }>
    // The hub's jobs go on with a trace; those of the yardstick with the same rows have none.
    expect(whole).toMatchObject({ job: expect.anything(), traced: 2 })
    expect(alone).toMatchObject({ shapes: whole?.shapes, job: null })
    expect(left.webhooks).toHaveLength(2)
    expect((whole?.deliveries ?? 0) + (alone?.deliveries ?? 0)).toBe(left.deliveries)
  })
})
