import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { ConnectionRef } from '../connections/connection.ts'
import type { Drift } from '../ports.ts'
import { type AcmeChanges, acme } from '../testing/acme-plugin.ts'
import {
  http,
  type IntegrationFixture,
  integrationFixture,
  runDueJobs,
} from '../testing/integration-fixture.ts'

/** A provider at which the entries of `standing` are found, by the hub's id. */
const standing = new Map<string, string>()
const { calendar } = acme.plugin
if (!calendar) throw new Error('acme has a calendar')
const withEntries = {
  ...acme,
  plugin: {
    ...acme.plugin,
    calendar: {
      ...calendar,
      find: async (_ctx: unknown, { entryId }: { entryId: string }) => {
        const start = standing.get(entryId)
        return start === undefined ? null : { reference: `r-${entryId}`, start, end: '2027-03-01T12:00:00Z' }
      },
    },
  },
}

const START = '2027-03-01T08:00:00Z'
const NONE = { missing_here: 0, missing_there: 0, different: 0 }
const drift = (more: Partial<Drift> = {}): Drift => ({ busy: NONE, entries: NONE, sample: [], ...more })
const missed = (entryId: string) => ({ entryId, reference: `r-${entryId}`, start: START })

let hub: IntegrationFixture
let ref: ConnectionRef

beforeAll(async () => {
  hub = await integrationFixture([withEntries])
})
beforeEach(async () => {
  hub.provider.on('/me', 200)
  feed({ '': { reset: true, checkpoint: 'c-1' }, 'c-1': { checkpoint: 'c-1' } })
  const { id } = await hub.connections.create(hub.tenantId, {
    plugin: 'acme',
    name: 'Acme',
    settings: hub.settings,
  })
  ref = { tenantId: hub.tenantId, connectionId: id }
  hub.neighbours.compared = { drift: drift(), missed: [] }
  await sync()
  standing.clear()
  hub.neighbours.accepted.length = 0
  hub.neighbours.saved.length = 0
  hub.provider.requests.length = 0
})
afterAll(() => hub?.close())

function feed(pages: Record<string, AcmeChanges>): void {
  hub.provider.on('/changes/main', ({ url }) => {
    const page = pages[url.searchParams.get('after') ?? '']
    return page ? { status: 200, body: page } : { status: 503 }
  })
}

const sync = async (full = false) =>
  hub.runner.run(await hub.host.bind(ref), 'entries', { signal: new AbortController().signal, full })

async function states(): Promise<Array<{ drift: Record<string, unknown> | null; compared_at: string }>> {
  const reply = await http(hub)
    .get(`/v1/connections/${ref.connectionId}/syncs`)
    .set('x-tenant-id', hub.tenantId)
  expect(reply.status).toBe(200)
  return reply.body.data
}

const asked = () => hub.provider.to('/changes/main').map(({ url }) => url.searchParams.get('after') ?? '')
const facts = () => hub.neighbours.accepted.map(({ fact }) => fact)

test('the first read of a calendar is no drift, and increments are held against nothing', async () => {
  expect((await states())[0]?.drift).toBeNull()
  await sync()
  expect(hub.neighbours.saved.map(({ compare }) => compare)).toEqual([undefined])
})

test('on request over HTTP a calendar is compared at once, whatever is due', async () => {
  hub.neighbours.compared = { drift: drift({ busy: { ...NONE, missing_here: 2 } }), missed: [] }
  const reply = await http(hub)
    .post(`/v1/connections/${ref.connectionId}/sync`)
    .set('x-tenant-id', hub.tenantId)
    .send({ full: true })
  expect(reply.status).toBe(202)
  hub.clock.forward(1_000)
  await runDueJobs(hub)
  expect(asked()).toEqual(['c-1', ''])
  const [state] = await states()
  expect(state?.drift).toEqual({
    compared_at: state?.compared_at,
    busy: { ...NONE, missing_here: 2 },
    entries: { ...NONE, looked_for: 0 },
    sample: [],
  })
})

test('what came into view since the last comparison is not compared, nor what was written just now', async () => {
  hub.clock.forward(3 * 86_400_000)
  await sync()
  const { compare } = hub.neighbours.saved.at(-1) ?? {}
  const days = (ms = 0) => Math.round((ms - hub.clock.now()) / 86_400_000)
  expect([days(compare?.from), days(compare?.to)]).toEqual([-1, 397])
  expect(hub.clock.now() - (compare?.before ?? 0)).toBeGreaterThanOrEqual(60_000)
})

test('increments that cannot be read are all the more reason to compare; a token that has expired compares once', async () => {
  feed({ '': { reset: true, checkpoint: 'c-2' }, 'c-2': { reset: true, checkpoint: 'c-2' } })
  await sync(true)
  expect(asked()).toEqual(['c-1', ''])
  hub.provider.requests.length = 0
  await sync(true)
  expect(asked()).toEqual(['c-2'])
})

describe('an entry that a comparison missed', () => {
  const compare = async (...ids: string[]) => {
    hub.neighbours.compared = { drift: drift(), missed: ids.map(missed) }
    await sync(true)
  }

  test('is looked for: gone it is a fact, standing it is none, elsewhere it was moved', async () => {
    standing.set('stands', START).set('moved', '2027-03-01T11:00:00Z')
    await compare('gone', 'stands', 'moved')
    expect((await states())[0]?.drift).toMatchObject({ entries: { ...NONE, looked_for: 3 } })
    await runDueJobs(hub)
    expect(facts()).toEqual(
      expect.arrayContaining([
        { type: 'calendar.entry_cancelled', entryId: 'gone', reference: 'r-gone' },
        expect.objectContaining({
          type: 'calendar.entry_moved',
          entryId: 'moved',
          start: '2027-03-01T11:00:00Z',
        }),
        // Whoever takes the facts knows an echo.
        expect.objectContaining({ type: 'calendar.entry_moved', entryId: 'stands', start: START }),
      ]),
    )
    const found = { missing_here: 0, missing_there: 1, different: 1, looked_for: 0 }
    expect((await states())[0]?.drift).toMatchObject({ entries: found })
  })

  test('is not given up while the provider is away, and counts once', async () => {
    await compare('gone')
    await hub.connections.disable(ref)
    await runDueJobs(hub)
    expect(facts()).toEqual([])
    await hub.connections.enable(ref)
    hub.clock.forward(6 * 60_000)
    const accepted = Promise.withResolvers<void>()
    hub.neighbours.beforeFact = () => {
      accepted.resolve()
      hub.neighbours.beforeFact = () => {}
      throw new Error('the hub was killed')
    }
    await runDueJobs(hub)
    await accepted.promise
    hub.clock.forward(3_600_000)
    await runDueJobs(hub)
    expect(facts()).toHaveLength(1)
    expect((await states())[0]?.drift).toMatchObject({ entries: { missing_there: 1, looked_for: 0 } })
  })
})
