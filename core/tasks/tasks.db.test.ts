import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Database } from '../platform/db/database.ts'
import { EventBus } from '../platform/events/event-bus.ts'
import { testApp } from '../platform/http/testing/test-app.ts'
import type { JobHandler, OnGivenUp } from '../platform/jobs/job.ts'
import { JobListing, type JobListingOptions } from '../platform/jobs/job-listing.ts'
import { JobQueue } from '../platform/jobs/job-queue.ts'
import { JobRunner } from '../platform/jobs/job-runner.ts'
import { eventually } from '../platform/jobs/testing/eventually.ts'
import { silentLogger } from '../platform/log/logger.ts'
import { sweepOnce } from '../platform/retention/testing/sweep-once.ts'
import { TestClock } from '../platform/testing/test-clock.ts'
import { createTestDatabase, type TestDatabase } from '../platform/testing/test-database.ts'
import { TenantDirectory, TenantService } from '../tenants/index.ts'
import { announceGivenUp, taskJobs, topicOfJob } from './job-tasks.ts'
import type { NewTask } from './task.ts'
import { TaskBoard } from './task-board.ts'
import { taskRetention } from './task-retention.ts'
import { taskRoutes } from './task-routes.ts'
import { TaskService } from './task-service.ts'

let testDatabase: TestDatabase
let database: Database
let tenants: TenantService
let tenantId: string
const clock = new TestClock(Date.parse('2027-03-01T08:00:00Z'))
const events = new EventBus({ poke: () => {} })
const board = new TaskBoard({ events, clock })

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = new Database({ url: testDatabase.appUrl, poolSize: 5, log: silentLogger })
  tenants = new TenantService({ database, clock, directory: new TenantDirectory({ database }) })
})
beforeEach(async () => {
  tenantId = await newTenant()
})
afterAll(async () => {
  await database.close()
  await testDatabase.drop()
})

async function newTenant(): Promise<string> {
  const fields = { name: 'Salon', zone: 'Europe/Berlin', currency: 'EUR', language: 'de' as const }
  return (await tenants.createAgency(fields)).id
}

const CONNECTION = '0197a3a0-0000-7000-8000-000000000001'
const wish = (
  kind: NewTask['kind'],
  facts: Record<string, unknown> = {},
  topic = 'connection:1',
): NewTask => ({
  kind,
  topic,
  about: { connection_id: CONNECTION },
  facts,
})
const open = (task: NewTask) => database.inTenant(tenantId, (tx) => board.open(tx, tenantId, task))
const settle = (...topics: string[]) =>
  database.inTenant(tenantId, (tx) => board.settle(tx, tenantId, topics))

function http() {
  return testApp({
    routes: taskRoutes({ tasks: new TaskService({ database, events, clock }), tenants }),
    database,
    authenticate: async ({ tenantId: asked = tenantId }) => ({
      tenantId: asked,
      actor: { keyId: 'k', ownTenantId: asked, scopes: ['tasks:write'] },
    }),
  }).agent
}

const told = () =>
  database.inTenant(tenantId, (tx) =>
    tx.rows<{ type: string; kind: string; state: string }>({
      text: `select type, payload ->> 'kind' as kind, payload ->> 'state' as state from events
        where tenant_id = $1 and aggregate = 'task' order by seq`,
      values: [tenantId],
    }),
  )

const listed = async (query = 'state=open') => (await http().get(`/v1/tasks?${query}`)).body.data

describe('a task', () => {
  test('says in words and data what it is about and what can be done, and is told once', async () => {
    await open(wish('connection_needs_reauth', { plugin: 'acme', auth: 'oauth2' }))
    await open(wish('connection_needs_reauth', { plugin: 'acme', auth: 'oauth2' }))
    expect(await listed()).toEqual([
      {
        id: expect.any(String),
        kind: 'connection_needs_reauth',
        state: 'open',
        text: 'Der Anbieter erkennt diese Verbindung nicht mehr an: Sie muss neu angemeldet werden.',
        about: { connection_id: CONNECTION },
        facts: { plugin: 'acme', auth: 'oauth2' },
        actions: [{ name: 'authorize', method: 'POST', path: `/v1/connections/${CONNECTION}/authorize` }],
        opened_at: '2027-03-01T08:00:00.000Z',
        closed_at: null,
        note: null,
      },
    ])
    expect(await told()).toEqual([{ type: 'task.opened', kind: 'connection_needs_reauth', state: 'open' }])
    const [{ text }] = await listed('language=en')
    expect(text).toBe('The provider no longer accepts this connection: it has to be connected anew.')
  })

  test('of two that come to know at the same time opens once', async () => {
    await Promise.all(Array.from({ length: 5 }, (_, i) => open(wish('connection_failed', { i }))))
    expect(await listed()).toHaveLength(1)
    expect(await told()).toHaveLength(1)
  })

  test('of another kind on the same topic takes the place of the one before', async () => {
    await open(wish('connection_misconfigured', { field: 'api_key' }))
    await open(wish('connection_needs_reauth'))
    expect(
      (await listed('')).map(({ kind, state }: { kind: string; state: string }) => [kind, state]),
    ).toEqual([
      ['connection_needs_reauth', 'open'],
      ['connection_misconfigured', 'settled'],
    ])
    expect((await told()).map(({ type }) => type)).toEqual(['task.opened', 'task.closed', 'task.opened'])
  })

  test('is settled by itself, once, and opened anew when it happens again', async () => {
    await open(wish('connection_failed'))
    await settle('connection:1', 'connection:2')
    await settle('connection:1')
    expect(await listed()).toEqual([])
    expect((await listed('state=settled'))[0]).toMatchObject({ actions: [], closed_at: expect.any(String) })
    await open(wish('connection_failed'))
    expect((await told()).map(({ type }) => type)).toEqual(['task.opened', 'task.closed', 'task.opened'])
  })

  test('stays unopened where what made it necessary is undone', async () => {
    const undone = database.inTenant(tenantId, async (tx) => {
      await board.open(tx, tenantId, wish('connection_failed'))
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect([await listed(), await told()]).toEqual([[], []])
  })
})

describe('somebody', () => {
  test('closes a task with a note, as often as they like, but not in two ways', async () => {
    const { id } = await open(wish('connection_failed'))
    const close = (how: string, body = {}) => http().post(`/v1/tasks/${id}/${how}`).send(body)
    const first = await close('resolve', { note: 'Called them.' })
    expect([first.status, first.body]).toEqual([
      200,
      expect.objectContaining({ state: 'resolved', note: 'Called them.', actions: [] }),
    ])
    expect((await close('resolve')).body).toMatchObject({ state: 'resolved', note: 'Called them.' })
    expect((await close('dismiss')).status).toBe(409)
    expect((await told()).at(-1)).toEqual({
      type: 'task.closed',
      kind: 'connection_failed',
      state: 'resolved',
    })
  })

  test('finds neither the tasks of another tenant nor what is no task', async () => {
    const { id } = await open(wish('connection_failed'))
    const stranger = await newTenant()
    const asked = [http().get(`/v1/tasks/${id}`), http().post(`/v1/tasks/${id}/dismiss`).send({})]
    for (const request of asked) expect((await request.set('x-tenant-id', stranger)).status).toBe(404)
    expect((await http().get('/v1/tasks').set('x-tenant-id', stranger)).body.data).toEqual([])
    expect((await http().get('/v1/tasks/none')).status).toBe(404)
    expect((await http().get('/v1/tasks?kind=none')).status).toBe(422)
  })

  test('reads them page by page, by kind', async () => {
    for (let i = 0; i < 3; i++) await open(wish('connection_failed', { i }, `connection:${i}`))
    await open(wish('owner_wish', {}, 'entry:1'))
    const page = await http().get('/v1/tasks?kind=connection_failed&limit=2')
    expect(page.body.data.map(({ facts }: { facts: { i: number } }) => facts.i)).toEqual([2, 1])
    const rest = await http().get(`/v1/tasks?kind=connection_failed&limit=2&cursor=${page.body.next_cursor}`)
    expect(rest.body).toMatchObject({ data: [{ facts: { i: 0 } }], next_cursor: null })
  })
})

test.each<[NewTask['kind'], NewTask['about'], Record<string, unknown>, string[]]>([
  ['connection_needs_reauth', { connection_id: 'c' }, { auth: 'key' }, ['PATCH /v1/connections/c']],
  [
    'connection_misconfigured',
    { connection_id: 'c' },
    {},
    ['PATCH /v1/connections/c', 'POST /v1/connections/c/check'],
  ],
  [
    'owner_wish',
    { appointment_id: 'a' },
    { wished_start: '2027-03-02T10:00:00.000Z' },
    ['POST /v1/appointments/a/reschedule', 'POST /v1/appointments/a/write-entries'],
  ],
  [
    'owner_wish',
    { appointment_id: 'a' },
    { wished_start: null },
    ['POST /v1/appointments/a/cancel', 'POST /v1/appointments/a/write-entries'],
  ],
  [
    'entry_refused',
    { appointment_id: 'a' },
    { alternatives: [{ start: '2027-03-02T10:00:00.000Z' }] },
    ['POST /v1/appointments/a/reschedule', 'POST /v1/appointments/a/cancel'],
  ],
  ['entry_refused', { appointment_id: 'a' }, { what: 'removal' }, ['POST /v1/appointments/a/write-entries']],
])('what can be done about %s of %j, %j', async (kind, about, facts, actions) => {
  await open({ kind, topic: 't', about, facts })
  const [task] = await listed()
  expect(
    task.actions.map(({ method, path }: { method: string; path: string }) => `${method} ${path}`),
  ).toEqual(actions)
})

describe('a job that was given up', () => {
  const jobs = new JobQueue({ clock, poke: () => {} })
  const failing: JobHandler = {
    kind: 'test.failing',
    maxAttempts: 1,
    run: async () => ({ is: 'retry', why: 'it cannot be done' }),
  }

  async function runAll(): Promise<void> {
    const handlers = [failing, ...taskJobs({ database, board })]
    const onGivenUp: OnGivenUp = (tx, givenUp) => announceGivenUp(tx, jobs, givenUp)
    const runner = new JobRunner({ database, clock, log: silentLogger, handlers, onGivenUp })
    for (let started = -1; started !== 0; ) {
      let ended = 0
      const onEnd = () => void ended++
      started = (await runner.startDue(onEnd)) + (await runner.startAbandoned(onEnd))
      await eventually('they have ended', () => ended === started)
    }
  }

  const given = async (ofTenant: string | null = tenantId) => {
    await database.asCourier((tx) =>
      jobs.add(tx, [{ kind: 'test.failing', tenantId: ofTenant, payload: {} }]),
    )
    await runAll()
  }

  test('is a task, settled when it is started again, or left out', async () => {
    await given()
    const [task] = await listed()
    const id = task.about.job_id
    expect(task).toMatchObject({
      kind: 'job_given_up',
      facts: { job_kind: 'test.failing', state: 'failed' },
      actions: [{ name: 'retry', path: `/v1/jobs/${id}/retry` }],
    })
    const onSettled: JobListingOptions['onSettled'] = (tx, tenant, job) =>
      board.settle(tx, tenant, [topicOfJob(job)])
    const listing = new JobListing({ database, clock, poke: () => {}, onSettled })
    expect((await listing.retry(tenantId, id)).is).toBe('settled')
    expect(await listed()).toEqual([])
    await runAll()
    expect(await listed()).toHaveLength(1)
    expect((await listing.dismiss(tenantId, id)).is).toBe('settled')
    expect(await listed()).toEqual([])
  })

  test('by quarantine is one too, and it is told in the very transaction that puts it away', async () => {
    await database.asCourier((tx) => jobs.add(tx, [{ kind: 'test.failing', tenantId, payload: {} }]))
    await database.asCourier((tx) =>
      tx.run({
        text: `update jobs set state = 'running', crashes = 2, lease_until = clock_timestamp() - interval '1 second'
          where tenant_id = $1`,
        values: [tenantId],
      }),
    )
    await runAll()
    expect(await listed()).toMatchObject([{ facts: { job_kind: 'test.failing', state: 'quarantined' } }])
  })

  test('of the hub itself is nobody’s task', async () => {
    await given(null)
    const rows = await database.asCourier((tx) =>
      tx.rows({ text: `select id from jobs where kind = 'task.of_job' and tenant_id is null` }),
    )
    expect(rows).toEqual([])
  })
})

test('what is open is kept, however old it is; what was closed is forgotten', async () => {
  await open(wish('connection_failed', {}, 'old:1'))
  const { id } = await open(wish('connection_failed', {}, 'old:2'))
  await settle('old:2')
  await sweepOnce(taskRetention(database, { givenUp: -1 }), { tenantIds: [tenantId] })
  expect((await listed('')).map((task: { id: string }) => task.id)).not.toContain(id)
  expect(await listed('')).toHaveLength(1)
})
