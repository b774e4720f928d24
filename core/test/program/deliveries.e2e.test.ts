import { once } from 'node:events'
import { request } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { Client } from 'pg'
import { signRetell } from '../../../sandbox/retell/retell-signature.ts'
import { rowsOf } from '../../platform/testing/database-rows.ts'
import { eventually } from './api.ts'
import { type DemoHub, startDemoHub } from './demo-hub.ts'
import { type HubProcess, startHubProcess, untilReady } from './hub-process.ts'

/** What comes of deliveries when the process that takes them ends, or the database refuses one of them. */
let program: DemoHub
let hub: HubProcess

beforeAll(async () => {
  program = await startDemoHub()
  await program.stopHub()
}, 120_000)
beforeEach(start, 90_000)
afterEach(async () => {
  hub.kill('SIGKILL')
  await hub.ended(10_000)
})
afterAll(() => program.stop())

/** An api process of its own, which works on nothing that it stores. */
async function start(): Promise<void> {
  hub = startHubProcess({ ...program.variables, ASKPRO_ROLE: 'api' })
  await untilReady(hub)
}

let made = 0

function deliveries(count: number): string[] {
  return Array.from({ length: count }, () => {
    made += 1
    return JSON.stringify({ event: 'call_started', call: { call_id: `call_${process.pid}_${made}` } })
  })
}

interface Sent {
  body: string
  /** Resolves when all of it was handed to the system. */
  gone: Promise<unknown>
  /** 0 where the connection broke. */
  status: Promise<number>
}

/** As the provider sends it, on a connection of its own. */
function deliver(body: string): Sent {
  const { demo, sandbox } = program
  const connection = demo.connections.find(({ plugin }) => plugin === 'retell')?.id ?? ''
  const sending = request(`${demo.base_url}/hooks/${connection}/events`, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-retell-signature': signRetell(body, sandbox.apiKeys.retell ?? '', Date.now()),
    },
  })
  const status = new Promise<number>((resolve) => {
    sending.once('response', (reply) => resolve(reply.resume().statusCode ?? 0))
    sending.once('error', () => resolve(0))
  })
  const gone = once(sending, 'finish').catch(() => {})
  sending.end(body)
  return { body, gone, status }
}

/** Once the hub has answered what was sent later, it has read these: it reads all that has come in one turn. */
async function untilTaken(sent: readonly Sent[]): Promise<void> {
  await Promise.all(sent.map(({ gone }) => gone))
  for (let round = 0; round < 2; round += 1) await fetch(`${program.demo.base_url}/healthz`)
}

/** Nothing is stored until the lock is given back: what comes meanwhile waits in the middle of a statement, or for it. */
async function lockInbox(): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: program.database.adminUrl })
  await client.connect()
  await client.query('begin; lock table inbox in share mode')
  return () => client.end()
}

const untilBlocked = () =>
  eventually(
    () => rowsOf(program.database, `select from pg_locks where not granted and relation = 'inbox'::regclass`),
    (blocked) => blocked.length > 0,
  )

/** How often each of them is in the inbox with a job to work on it. */
async function stored(bodies: readonly string[]): Promise<number[]> {
  const rows = await rowsOf<{ body: Buffer }>(
    program.database,
    `select body from inbox join jobs on kind = 'inbox.process' and unique_key = inbox.id::text`,
  )
  const all = rows.map(({ body }) => body.toString())
  return bodies.map((body) => all.filter((each) => each === body).length)
}

const statusesOf = (sent: readonly Sent[]) => Promise.all(sent.map(({ status }) => status))
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)

test('killed in the middle of a statement: what was answered is there, and once after all of it was repeated', async () => {
  const bodies = deliveries(40)
  const before = bodies.slice(0, 10).map(deliver)
  expect(await statusesOf(before)).toEqual(times(10, 200))
  const unlock = await lockInbox()
  const underWay = bodies.slice(10).map(deliver)
  await untilBlocked()
  await untilTaken(underWay)
  hub.kill('SIGKILL')
  await hub.ended(10_000)
  await unlock()
  expect(await statusesOf(underWay)).toEqual(times(30, 0))
  expect(await stored(bodies.slice(0, 10))).toEqual(times(10, 1))
  await start()
  expect(await statusesOf(bodies.map(deliver))).toEqual(times(40, 200))
  expect(await stored(bodies)).toEqual(times(40, 1))
}, 120_000)

test('killed while deliveries are answered: each that was is there', async () => {
  const bodies = deliveries(120)
  let answered = 0
  const sent = bodies.map((body) => {
    const one = deliver(body)
    void one.status.then((status) => {
      answered += status === 200 ? 1 : 0
      if (answered === 20) hub.kill('SIGKILL')
    })
    return one
  })
  const statuses = await statusesOf(sent)
  await hub.ended(10_000)
  const accepted = bodies.filter((_, at) => statuses[at] === 200)
  expect(accepted.length).toBeGreaterThanOrEqual(20)
  expect(await stored(accepted)).toEqual(accepted.map(() => 1))
  await start()
  expect(await statusesOf(bodies.map(deliver))).toEqual(times(120, 200))
  expect(await stored(bodies)).toEqual(times(120, 1))
}, 120_000)

test('told to stop in the middle of a statement: whoever was taken is stored and answered, and the hub ends well', async () => {
  const bodies = deliveries(30)
  const unlock = await lockInbox()
  const sent = bodies.map(deliver)
  await untilBlocked()
  await untilTaken(sent)
  hub.kill('SIGTERM')
  await eventually(
    async () => hub.output(),
    (output) => output.includes('"stopping"'),
  )
  await unlock()
  expect(await statusesOf(sent)).toEqual(times(30, 200))
  expect(await hub.ended(15_000)).toBe(0)
  expect(await stored(bodies)).toEqual(times(30, 1))
  expect(await deliver(bodies[0] ?? '').status).toBe(0)
}, 120_000)

test('one that the database refuses costs the others of its statement nothing', async () => {
  const bodies = deliveries(20)
  const poison = bodies[11] ?? ''
  const [id] = /call_\d+_\d+/.exec(poison) ?? []
  const constraint = `check (position('"${id}"'::bytea in body) = 0)`
  await rowsOf(program.database, `alter table inbox add constraint no_poison ${constraint} not valid`)
  const unlock = await lockInbox()
  const ahead = bodies.slice(0, 2).map(deliver)
  await untilBlocked()
  const sent = [...ahead, ...bodies.slice(2).map(deliver)]
  await untilTaken(sent)
  await unlock()
  const wanted = bodies.map((body) => (body === poison ? 500 : 200))
  expect(await statusesOf(sent)).toEqual(wanted)
  expect(await stored(bodies)).toEqual(wanted.map((status) => (status === 200 ? 1 : 0)))
  await rowsOf(program.database, 'alter table inbox drop constraint no_poison')
  expect(await deliver(poison).status).toBe(200)
  expect(await stored(bodies)).toEqual(times(20, 1))
}, 120_000)
