import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ConnectionTally } from '../../integrations/index.ts'
import type { Route } from '../../platform/http/route.ts'
import { newId } from '../../platform/ids.ts'
import { dumpDatabase, rowsOf } from '../../platform/testing/database-rows.ts'
import { ApiKeyService, TenantService } from '../../tenants/index.ts'
import { DECIDED } from '../../users/index.ts'
import { type ApiReply, api } from './api.ts'
import { type DemoHub, startDemoHub } from './demo-hub.ts'
import { PhoneLine } from './phone-line.ts'
import type { RouteCase } from './tenancy/route-case.ts'
import { keyRoutes, routeCases } from './tenancy/route-cases.ts'
import { populate, type World } from './tenancy/world.ts'

/** Somebody with a good key to something else. */
interface Stranger {
  who: string
  key: string
  /** Sent as X-Tenant-Id. */
  tenant?: string
  own: World
}

let program: DemoHub
let victim: World
let foreign: World
/** Another client of the victim's agency. */
let sibling: World
let strangers: Stranger[]
/** Strangers who say that they act for a tenant of the victim's. */
let pretenders: Stranger[]
/** Ids of all that belongs to the victim: of its client, and of its agency as well. */
let ofClient: string[]
let ofBoth: string[]
let before: Map<string, string[]>

beforeAll(async () => {
  program = await startDemoHub()
  const { agency, client } = program.demo
  const agencyOfDemo = { id: agency.id, key: agency.api_key }
  victim = await populate(
    program,
    { agency: agencyOfDemo, client: { id: client.id, key: client.api_key } },
    'Victim',
  )
  const otherAgency = await newAgency()
  foreign = await populate(
    program,
    { agency: otherAgency, client: await newClient(otherAgency.id) },
    'Foreign',
  )
  sibling = await populate(program, { agency: agencyOfDemo, client: await newClient(agency.id) }, 'Sibling')
  await quiet()
  // Nothing works in the background from here on: what changes in the database, a request has changed.
  await program.restartHub({ ASKPRO_ROLE: 'api' })
  strangers = [
    { who: 'a foreign client', key: foreign.client.key, own: foreign },
    { who: 'a foreign agency', key: foreign.agency.key, own: foreign },
    {
      who: 'a foreign agency for its client',
      key: foreign.agency.key,
      tenant: foreign.client.id,
      own: foreign,
    },
    { who: 'another client of the agency', key: sibling.client.key, own: sibling },
  ]
  const pretend = [victim.client.id, victim.agency.id].flatMap((tenant) =>
    strangers.map(({ who, ...rest }) => ({ ...rest, who: `${who} in the name of ${tenant}`, tenant })),
  )
  pretenders = [
    ...pretend,
    {
      who: 'the client in the name of its agency',
      key: victim.client.key,
      tenant: victim.agency.id,
      own: victim,
    },
  ]
  ofClient = await idsOf([victim.client.id])
  ofBoth = [...ofClient, ...(await idsOf([victim.agency.id]))]
  before = await dump()
}, 240_000)

afterAll(() => program.stop())

/** With what is counted in memory and written now and then. */
async function dump(): Promise<Map<string, string[]>> {
  await program.hub.container.resolve(ConnectionTally).flush()
  return dumpDatabase(program.database)
}

async function newAgency(): Promise<World['agency']> {
  const { id } = await program.hub.container
    .resolve(TenantService)
    .createAgency({ name: 'Foreign', zone: 'Europe/Berlin', currency: 'EUR', language: 'de' })
  return { id, key: await keyTo(id) }
}

async function newClient(agencyId: string): Promise<World['client']> {
  const { id } = await program.hub.container.resolve(TenantService).createChild(agencyId, {
    kind: 'client',
    name: 'Client',
    zone: 'Europe/Berlin',
    currency: 'EUR',
    language: 'de',
  })
  return { id, key: await keyTo(id) }
}

async function keyTo(tenantId: string, scopes = ['*']): Promise<string> {
  const { key } = await program.hub.container.resolve(ApiKeyService).issue(tenantId, { name: 'Test', scopes })
  return key
}

/** Until all work that is due has been done and all events have their position. */
async function quiet(): Promise<void> {
  const open = () =>
    rowsOf<{ open: string }>(
      program.database,
      `select (select count(*) from jobs where state = 'running' or (state = 'waiting' and run_at < now()))
         + (select count(*) from events where position is null) as open`,
    )
  const until = Date.now() + 60_000
  while (Number((await open())[0]?.open) > 0) {
    if (Date.now() > until) throw new Error('the hub does not come to rest')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** Of every row of these tenants, and of the tenants themselves. */
async function idsOf(tenantIds: string[]): Promise<string[]> {
  const tables = await rowsOf<{ name: string }>(
    program.database,
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'id'
       and table_name in (select table_name from information_schema.columns where column_name = 'tenant_id')`,
  )
  const ids = await Promise.all(
    tables.map(({ name }) =>
      rowsOf<{ id: string }>(
        program.database,
        `select id from "${name}" where tenant_id = any ($1::uuid[])`,
        [tenantIds],
      ),
    ),
  )
  return [...tenantIds, ...ids.flat().map(({ id }) => String(id))].filter((id) => id.length > 30)
}

const routeName = ({ method, path }: Route): string => `${method} ${path}`
/** What keys may call. */
const guarded = (): Route[] => keyRoutes(program.hub.app.routes)

function caseOf(route: Route): RouteCase {
  const found = routeCases[routeName(route)]
  if (!found) throw new Error(`${routeName(route)} has no case in tenancy/route-cases.ts: add one`)
  return found
}

function withId(route: Route, id: string): string {
  const { query } = caseOf(route)
  return routeName(route).replace(':id', id) + (query ? `?${query}` : '')
}
const hasId = ({ path }: Route): boolean => path.includes(':id')

function asked(
  route: string,
  { key, tenant }: Pick<Stranger, 'key' | 'tenant'>,
  body?: object,
): Promise<ApiReply> {
  return api(program.demo, route, { key, tenant, body })
}

/** All that a refusal says but for the request's own id. */
function said({ status, body, headers }: ApiReply) {
  const { request_id: _, ...problem } = body
  const names = [...headers.keys()].filter((name) => !/^(ratelimit|date|x-request-id)/.test(name))
  return { status, problem, names }
}

const mentions = ({ body }: ApiReply, ids: readonly string[]): string[] => {
  const text = JSON.stringify(body)
  return ids.filter((id) => text.includes(id))
}

test('every route that needs a key has a case here, and every case has its route', () => {
  const routes = guarded().map(routeName)
  const cases = Object.keys(routeCases)
  expect({
    withoutCase: routes.filter((route) => !cases.includes(route)),
    withoutRoute: cases.filter((name) => !routes.includes(name)),
  }).toEqual({ withoutCase: [], withoutRoute: [] })
  for (const route of guarded()) {
    if (hasId(route) && !caseOf(route).id) throw new Error(`${routeName(route)}: its case gives no id`)
    if (route.body && !caseOf(route).body) throw new Error(`${routeName(route)}: its case gives no body`)
  }
})

test('the victim reads with its own key what strangers are refused', async () => {
  const wrong: string[] = []
  for (const route of guarded().filter(({ method }) => method === 'GET')) {
    const { id, level, unstored } = caseOf(route)
    if (!id || unstored) continue
    const key = level === 'agency' ? victim.agency.key : victim.client.key
    const reply = await asked(withId(route, id(victim)), { key })
    if (reply.status !== 200) wrong.push(`${routeName(route)}: ${reply.status} ${JSON.stringify(reply.body)}`)
  }
  expect(wrong).toEqual([])
})

test('without a key, with one that does not exist, or without the scope no route answers', async () => {
  const scopeless = await keyTo(victim.client.id, ['nothing:read'])
  before = await dump()
  const wrong: string[] = []
  for (const route of guarded()) {
    const { id, body } = caseOf(route)
    const name = withId(route, id?.(victim) ?? '')
    const send = (key: string | null) => api(program.demo, name, { key, body: body?.(victim) })
    const replies = [
      await send(null),
      await send(`ask_${'0'.repeat(16)}_${'0'.repeat(48)}_00000000`),
      await send(scopeless),
    ]
    const codes = replies.map((reply) => `${reply.status} ${reply.body.code}`).join(', ')
    if (codes !== '401 unauthenticated, 401 unauthenticated, 403 forbidden') wrong.push(`${name}: ${codes}`)
  }
  expect(wrong).toEqual([])
}, 120_000)

test('what is about a user alone no key may ask for', async () => {
  const own = program.hub.app.routes.filter(({ permission }) => permission === 'self')
  expect(own.length).toBeGreaterThan(2)
  for (const route of own) {
    const ask = (key: string | null) => api(program.demo, routeName(route), { key })
    const replies = [await ask(null), await ask(victim.agency.key)]
    expect(replies.map(({ status }) => status)).toEqual([401, 403])
  }
})

test('of every noun it is decided what each role may', () => {
  const nouns = new Set(guarded().map(({ permission }) => permission.split(':')[0] ?? ''))
  expect([...nouns].filter((noun) => !DECIDED.has(noun))).toEqual([])
})

test('an id of the victim is answered like one that nobody has', async () => {
  const wrong: string[] = []
  for (const route of guarded().filter(hasId)) {
    const { id, body, common } = caseOf(route)
    if (common) continue
    for (const stranger of strangers) {
      const send = (to: string) => asked(withId(route, to), stranger, body?.(stranger.own))
      const [foreignId, unknownId] = [said(await send(id?.(victim) ?? '')), said(await send(newId()))]
      if (foreignId.status === 404 && JSON.stringify(foreignId) === JSON.stringify(unknownId)) continue
      wrong.push(`${stranger.who}: ${routeName(route)}: ${JSON.stringify([foreignId, unknownId])}`)
    }
  }
  expect(wrong).toEqual([])
}, 240_000)

/** What a stranger asks, by name: `GET /v1/customers?phone=...`. */
interface Attack {
  stranger: Stranger
  name: string
  body?: object
  /** A client may be refused it altogether. */
  ofAgencies?: boolean
}

function questions(): Attack[] {
  return guarded()
    .filter((route) => route.method === 'GET' && !hasId(route))
    .flatMap((route) =>
      strangers.flatMap((stranger) =>
        (caseOf(route).queries?.(stranger.own, victim) ?? ['']).map((query) => ({
          stranger,
          name: `${routeName(route)}?${query}`,
          ofAgencies: caseOf(route).level === 'agency',
        })),
      ),
    )
}

function trespasses(): Attack[] {
  return guarded().flatMap((route) =>
    strangers.flatMap((stranger) => {
      const { id, trespasses: ways } = caseOf(route)
      const name = withId(route, id?.(stranger.own) ?? '')
      return (ways?.(stranger.own, victim) ?? []).map((body) => ({ stranger, name, body }))
    }),
  )
}

test('no list holds an id of the victim, whatever is asked for', async () => {
  const wrong: string[] = []
  for (const { stranger, name, ofAgencies } of questions()) {
    const reply = await asked(name, stranger)
    const leaked = mentions(reply, stranger.own === sibling ? ofClient : ofBoth)
    const isFit = [200, 404, 422].includes(reply.status) || (ofAgencies && reply.status === 403)
    if (leaked.length === 0 && isFit) continue
    wrong.push(`${stranger.who}: ${name}: ${reply.status} ${leaked}`)
  }
  expect(wrong).toEqual([])
}, 120_000)

test('a body that refers to something of the victim is refused and stores nothing', async () => {
  const attacks = trespasses()
  expect(attacks.length).toBeGreaterThan(100)
  const wrong: string[] = []
  for (const { stranger, name, body } of attacks) {
    const reply = await asked(name, stranger, body)
    if (reply.status === 404 || reply.status === 422) continue
    wrong.push(
      `${stranger.who}: ${name} ${JSON.stringify(body)}: ${reply.status} ${JSON.stringify(reply.body)}`,
    )
  }
  expect(wrong).toEqual([])
  expect(await dump()).toEqual(before)
}, 240_000)

test('whoever names a tenant of the victim as the one acted for finds nothing anywhere', async () => {
  const wrong: string[] = []
  for (const route of guarded()) {
    const { id, body } = caseOf(route)
    for (const { own, ...pretender } of pretenders) {
      const name = withId(route, id?.(victim) ?? '')
      const reply = await asked(name, pretender, body?.(own))
      if (reply.status === 404 && reply.body.code === 'not_found') continue
      wrong.push(`${pretender.who}: ${name}: ${reply.status}`)
    }
  }
  expect(wrong).toEqual([])
}, 240_000)

test('a telephony account that is genuine speaks for no number of another agency', async () => {
  const line = new PhoneLine({
    baseUrl: program.demo.base_url,
    connectionId: foreign.sharedConnection,
    apiKey: program.sandbox.apiKeys.retell ?? '',
    to: victim.dialled,
    from: victim.customerPhone,
  })
  const heard = await Promise.all([line.function('identify_caller'), line.function('list_appointments')])
  expect(heard.map(({ body }) => body.status)).toEqual(['unknown_number', 'unknown_number'])
  const inbound = await line.post(
    'inbound',
    JSON.stringify({
      event: 'call_inbound',
      call_inbound: { from_number: victim.customerPhone, to_number: victim.dialled },
    }),
  )
  expect(inbound.body).toEqual({ call_inbound: { dynamic_variables: {}, metadata: {} } })
})

test('after all of that not a byte of the database has changed', async () => {
  expect(await dump()).toEqual(before)
})

test('what the strangers sent was refused for the ids in it alone: with their own ids it is taken', async () => {
  const wrong: string[] = []
  for (const route of guarded().filter((each) => caseOf(each).body)) {
    const { id, body, level, conflicts } = caseOf(route)
    const { key } = level === 'agency' ? foreign.agency : foreign.client
    const reply = await asked(withId(route, id?.(foreign) ?? ''), { key }, body?.(foreign))
    const taken = conflicts ? reply.status === 409 : reply.status < 300
    if (!taken) wrong.push(`${routeName(route)}: ${reply.status} ${JSON.stringify(reply.body)}`)
  }
  expect(wrong).toEqual([])
}, 60_000)
