import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { SchemaCompiler } from '../http/schema-compiler.ts'
import { TEST_TENANT, testApp } from '../http/testing/test-app.ts'
import { newId } from '../ids.ts'
import { jobRoutes } from './job-routes.ts'
import { jobPageSchema } from './job-schemas.ts'
import { JobWorld } from './testing/job-world.ts'

const OTHER_TENANT = newId()
const READ = 'Bearer scopes:jobs:read'
const WRITE = 'Bearer scopes:jobs:write'

let world: JobWorld
let pokes = 0
let agent: ReturnType<typeof testApp>['agent']

beforeAll(async () => {
  world = await JobWorld.open()
  const { database, clock } = world
  const routes = jobRoutes({ database, clock, poke: () => void ++pokes })
  agent = testApp({ routes, database }).agent
})
beforeEach(async () => {
  await world.database.asCourier((tx) => tx.run({ text: 'delete from jobs' }))
})
afterAll(() => world.close())

async function add(kind: string, tenantId = TEST_TENANT): Promise<string> {
  await world.database.asCourier((tx) => world.queue.add(tx, [{ kind, tenantId, payload: { n: 1 } }]))
  return (await world.rows(kind)).at(-1)?.id ?? ''
}

const setState = (id: string, state: string) =>
  world.database.asCourier((tx) =>
    tx.run({
      text: `update jobs set state = $2, attempts = 8, crashes = 3, token = 8, last_error = 'no', finished_at = now() where id = $1`,
      values: [id, state],
    }),
  )

const list = (query = '') => agent.get(`/v1/jobs${query}`).set('Authorization', READ)
const dismiss = (id: string) => agent.post(`/v1/jobs/${id}/dismiss`).set('Authorization', WRITE)
const retry = (id: string) => agent.post(`/v1/jobs/${id}/retry`).set('Authorization', WRITE)

test('jobs are listed newest first, page by page, without gaps', async () => {
  const ids: string[] = []
  for (let n = 0; n < 5; n += 1) ids.push(await add('listed'))
  const seen: string[] = []
  let cursor: string | null = ''
  let pages = 0
  while (cursor !== null) {
    const { body, status } = await list(`?limit=2${cursor && `&cursor=${cursor}`}`)
    expect(status).toBe(200)
    seen.push(...body.data.map(({ id }: { id: string }) => id))
    cursor = body.next_cursor
    pages += 1
  }
  expect(seen).toEqual(ids.toReversed())
  expect(pages).toBe(3)
})

test('a listed job is what its schema promises', async () => {
  const id = await add('shaped')
  await setState(id, 'failed')
  const { body } = await list()
  expect(() => new SchemaCompiler().body(jobPageSchema)(body)).not.toThrow()
  expect(body.data[0]).toMatchObject({
    id,
    kind: 'shaped',
    state: 'failed',
    payload: { n: 1 },
    priority: 0,
    attempts: 8,
    last_error: 'no',
    finished_at: expect.stringMatching(/Z$/),
  })
})

test('only the own jobs are listed', async () => {
  const own = await add('own')
  await add('foreign', OTHER_TENANT)
  const { body } = await list()
  expect(body.data.map(({ id }: { id: string }) => id)).toEqual([own])
})

test('state and kind narrow the list, and an unknown state is refused', async () => {
  const failed = await add('a')
  await setState(failed, 'failed')
  await add('a')
  await setState(await add('b'), 'failed')
  const { body } = await list('?state=failed&kind=a')
  expect(body.data.map(({ id }: { id: string }) => id)).toEqual([failed])
  expect((await list('?state=lost')).status).toBe(422)
})

test.each(['failed', 'quarantined'])('a %s job can be started again with all its attempts', async (state) => {
  const id = await add('again')
  await setState(id, state)
  const before = pokes
  const { status, body } = await retry(id)
  expect(status).toBe(200)
  expect(body).toMatchObject({ id, state: 'waiting', attempts: 0, finished_at: null })
  expect(await world.row('again')).toMatchObject({ crashes: 0, token: '9' })
  expect(pokes).toBe(before + 1)
})

test.each(['waiting', 'running', 'done', 'cancelled'])('a %s job cannot be started again', async (state) => {
  const id = await add('refused')
  await setState(id, state)
  const { status, body } = await retry(id)
  expect(status).toBe(409)
  expect(body).toMatchObject({ code: 'conflict', detail: expect.stringContaining(state) })
  expect(await world.row('refused')).toMatchObject({ state })
})

test.each(['failed', 'quarantined'])(
  'a %s job that nobody wants is left out, and says why it was given up',
  async (state) => {
    const id = await add('unwanted')
    await setState(id, state)
    const { status, body } = await dismiss(id)
    expect(status).toBe(200)
    expect(body).toMatchObject({ id, state: 'cancelled', last_error: 'no' })
    expect((await retry(id)).status).toBe(409)
  },
)

test.each(['waiting', 'running', 'done', 'cancelled'])('a %s job cannot be left out', async (state) => {
  const id = await add('wanted')
  await setState(id, state)
  expect((await dismiss(id)).status).toBe(409)
  expect(await world.row('wanted')).toMatchObject({ state })
})

test('a foreign or unknown job is not there', async () => {
  const foreign = await add('foreign', OTHER_TENANT)
  await setState(foreign, 'failed')
  for (const id of [foreign, newId(), 'nonsense']) {
    expect((await retry(id)).status).toBe(404)
    expect((await dismiss(id)).status).toBe(404)
  }
  expect(await world.row('foreign')).toMatchObject({ state: 'failed' })
})

test('reading is not enough to start a job again', async () => {
  const id = await add('locked')
  await setState(id, 'failed')
  const { status } = await agent.post(`/v1/jobs/${id}/retry`).set('Authorization', READ)
  expect(status).toBe(403)
})
