import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Route } from '../../platform/http/route.ts'
import { ApiKeyService } from '../../tenants/index.ts'
import { api } from './api.ts'
import { type DemoHub, startDemoHub } from './demo-hub.ts'
import { PhoneLine } from './phone-line.ts'
import { rubbishOf } from './rubbish/rubbish-of.ts'
import { keyRoutes, routeCases } from './tenancy/route-cases.ts'
import { populate, type World } from './tenancy/world.ts'

const FUNCTIONS = [
  'identify_caller',
  'list_services',
  'opening_hours',
  'check_availability',
  'hold_slot',
  'book_appointment',
  'list_appointments',
  'reschedule_appointment',
  'cancel_appointment',
  'request_callback',
]
const ARGUMENTS = [
  'service',
  'when',
  'date',
  'time',
  'staff',
  'staff_id',
  'name',
  'phone',
  'notes',
  'which',
  'offer_token',
  'hold_id',
  'appointment_id',
  'start',
]

let program: DemoHub
let world: World
let keys: { agency: string[]; client: string[] }

beforeAll(async () => {
  program = await startDemoHub()
  const { agency, client } = program.demo
  world = await populate(
    program,
    { agency: { id: agency.id, key: agency.api_key }, client: { id: client.id, key: client.api_key } },
    'Own',
  )
  await program.restartHub({ ASKPRO_ROLE: 'api' })
  keys = { agency: await keysTo(agency.id), client: await keysTo(client.id) }
}, 120_000)

afterAll(() => program.stop())

/** Each key has a rate limit of its own. */
function keysTo(tenantId: string): Promise<string[]> {
  const service = program.hub.container.resolve(ApiKeyService)
  return Promise.all(
    Array.from(
      { length: 60 },
      async (_, n) => (await service.issue(tenantId, { name: `Key ${n}`, scopes: ['*'] })).key,
    ),
  )
}

const routeName = ({ method, path }: Route): string => `${method} ${path}`
const guarded = (): Route[] => keyRoutes(program.hub.app.routes)

let turn = 0
function keyFor(route: Route): string {
  const level = routeCases[routeName(route)]?.level ?? 'client'
  turn += 1
  return keys[level][turn % keys[level].length] ?? ''
}

interface Attempt {
  route: Route
  path: string
  body?: unknown
}

function* bodies(): Generator<Attempt> {
  for (const route of guarded()) {
    if (!route.body || route.body === 'raw') continue
    const { id, body: good } = routeCases[routeName(route)] ?? {}
    const path = route.path.replace(':id', id?.(world) ?? '')
    for (const body of rubbishOf(route.body, good?.(world) ?? {})) yield { route, path, body }
  }
}

/** Node refuses a longer request line before the hub sees it. */
const LONGEST_QUERY = 8_000

function* queries(): Generator<Attempt> {
  for (const route of guarded()) {
    if (!route.query) continue
    const { id, query: needed, queries: more } = routeCases[routeName(route)] ?? {}
    const path = route.path.replace(':id', id?.(world) ?? '')
    const good = Object.fromEntries(new URLSearchParams(needed ?? more?.(world, world)[0]))
    const texts = [...rubbishOf(route.query, good)].map(asQuery)
    for (const text of texts.filter(({ length }) => length < LONGEST_QUERY))
      yield { route, path: `${path}?${text}` }
  }
}

const asQuery = (query: unknown): string =>
  String(
    new URLSearchParams(
      Object.entries(query ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
    ),
  )

const STRANGE_IDS = ['%00', '%', '%E0%A4%A', '..%2f..', '0', '%F0%9F%98%80', '__proto__', 'x'.repeat(4_000)]

function* ids(): Generator<Attempt> {
  for (const route of guarded().filter(({ path }) => path.includes(':id'))) {
    const body = routeCases[routeName(route)]?.body?.(world)
    for (const id of STRANGE_IDS) yield { route, path: route.path.replace(':id', id), body }
  }
}

/** Sends them, eight at a time. Gives what was answered as the hub's own fault, and how often it was anything else. */
async function sendAll(attempts: Iterable<Attempt>): Promise<{ faults: string[]; answered: number }> {
  const faults: string[] = []
  const queue = attempts[Symbol.iterator]()
  let answered = 0
  const work = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const { route, path, body } = next.value
      const { status } = await api(program.demo, `${route.method} ${path}`, { key: keyFor(route), body })
      if (status < 500) answered += 1
      else faults.push(`${status} ${route.method} ${path} ${JSON.stringify(body) ?? ''}`.slice(0, 500))
    }
  }
  await Promise.all(Array.from({ length: 8 }, work))
  return { faults, answered }
}

test('whatever is sent as a body, it is not the hub that fails', async () => {
  const { faults, answered } = await sendAll(bodies())
  expect(faults).toEqual([])
  expect(answered).toBeGreaterThan(1_000)
}, 240_000)

test('whatever is asked in a query, it is not the hub that fails', async () => {
  const { faults, answered } = await sendAll(queries())
  expect(faults).toEqual([])
  expect(answered).toBeGreaterThan(100)
}, 120_000)

test('whatever stands where an id belongs, it is not the hub that fails', async () => {
  const { faults, answered } = await sendAll(ids())
  expect(faults).toEqual([])
  expect(answered).toBeGreaterThan(100)
}, 120_000)

const TEXTS = [
  '{',
  '',
  'null',
  '[]',
  '"x"',
  '7',
  '1e999',
  `${'['.repeat(200_000)}`,
  '{"__proto__": {"a": 1}}',
  '\uFEFF{}',
  '{"name": "\\ud800"}',
  '{"name": "\\u0000"}',
]
const TYPES = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/json; charset=utf-16',
  '',
]

test('whatever the bytes and their type are, it is not the hub that fails', async () => {
  const faults: string[] = []
  for (const text of TEXTS) {
    for (const type of TYPES) {
      const { status } = await fetch(`${program.demo.base_url}/v1/customers`, {
        method: 'POST',
        headers: { authorization: `Bearer ${program.demo.client.api_key}`, 'content-type': type },
        body: text,
      })
      if (status < 400 || status >= 500) faults.push(`${status} ${type} ${text.slice(0, 80)}`)
    }
  }
  expect(faults).toEqual([])
}, 60_000)

const STRANGE_ARGUMENTS = [
  null,
  7,
  1e308,
  [],
  {},
  '',
  'x'.repeat(5_000),
  '\u0000\ud800',
  '2026-06-30T23:59:60Z',
  '0000-00-00',
  '99:99',
  'am 31. Februar um 25 Uhr',
  '__proto__',
  '-1',
]

test('whatever the agent passes to a function, the caller hears a sentence', async () => {
  const { base_url: baseUrl, connections, locations } = program.demo
  const connectionId = connections.find(({ plugin }) => plugin === 'retell')?.id ?? ''
  const apiKey = program.sandbox.apiKeys.retell ?? ''
  const line = new PhoneLine({
    baseUrl,
    connectionId,
    apiKey,
    to: locations[0]?.phone ?? '',
    from: '+4917139201999',
  })
  const unspoken: string[] = []
  for (const name of FUNCTIONS) {
    for (const strange of STRANGE_ARGUMENTS) {
      const args = Object.fromEntries(ARGUMENTS.map((argument) => [argument, strange]))
      const { status, body } = await line.function(name, args)
      if (status !== 200 || !body.say || body.status === 'trouble')
        unspoken.push(
          `${name} ${JSON.stringify(strange)?.slice(0, 40)}: ${status} ${JSON.stringify(body).slice(0, 200)}`,
        )
    }
  }
  expect(unspoken).toEqual([])
}, 120_000)
