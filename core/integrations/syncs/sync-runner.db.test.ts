import type { ProviderFact, SyncPage } from '@askpro/plugin-sdk'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { ConnectionRef } from '../connections/connection.ts'
import { type AcmeChanges, acme, acmeLedger } from '../testing/acme-plugin.ts'
import {
  type IntegrationFixture,
  type IntegrationSlice,
  integrationFixture,
  runDueJobs,
} from '../testing/integration-fixture.ts'

let hub: IntegrationFixture
let ref: ConnectionRef

beforeAll(async () => {
  hub = await integrationFixture([acme, acmeLedger])
})
beforeEach(async () => {
  hub.provider.on('/me', 200)
  hub.neighbours.calendars = ['main']
  hub.provider.requests.length = 0
  hub.neighbours.saved.length = 0
  hub.neighbours.accepted.length = 0
  hub.neighbours.beforeSave = () => {}
  const wanted = { plugin: 'acme', name: 'Acme', settings: hub.settings }
  const { id } = await hub.connections.create(hub.tenantId, wanted)
  ref = { tenantId: hub.tenantId, connectionId: id }
})
afterAll(() => hub?.close())

/** The provider's feed: what comes after each checkpoint; the empty one is the beginning. */
function feed(pages: Record<string, AcmeChanges>, calendar = 'main'): void {
  hub.provider.on(`/changes/${calendar}`, ({ url }) => {
    const page = pages[url.searchParams.get('after') ?? '']
    return page ? { status: 200, body: page } : { status: 503 }
  })
}

/** Checkpoints that the provider was asked from since the last call. */
function askedFrom(calendar = 'main'): string[] {
  const asked = hub.provider.to(`/changes/${calendar}`).map(({ url }) => url.searchParams.get('after') ?? '')
  hub.provider.requests.length = 0
  return asked
}

async function sync(slice: IntegrationSlice = hub, signal = new AbortController().signal): Promise<void> {
  await slice.runner.run(await slice.host.bind(ref), 'entries', { signal })
}

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no failure',
    (error: unknown) => (error instanceof Error ? error.name : error),
  )

interface CheckpointRow {
  checkpoint: string | null
  synced_at: Date | null
  full_at: Date | null
  failing_since: Date | null
  last_error: string | null
}

async function stored(calendar = 'main'): Promise<CheckpointRow> {
  const row = await hub.database.inTenant(hub.tenantId, (tx) =>
    tx.first<CheckpointRow>({
      text: 'select * from sync_checkpoints where connection_id = $1 and calendar = $2',
      values: [ref.connectionId, calendar],
    }),
  )
  if (!row) throw new Error('nothing was stored')
  return row
}

const busy = (externalId: string) => ({
  externalId,
  start: '2027-03-01T08:00:00Z',
  end: '2027-03-01T09:00:00Z',
})

const cancelled = (reference: string): ProviderFact => ({ type: 'calendar.entry_cancelled', reference })

/** What the other slices were given, by external id. */
const kept = (): string[] =>
  hub.neighbours.saved.flatMap(({ page }) => page.busy.map(({ externalId }) => externalId))

describe('a sync', () => {
  test('stores each page, goes on from where it ended, and says how fresh it is', async () => {
    feed({
      '': { reset: true, busy: [busy('a')], checkpoint: 'c-1', more: true },
      'c-1': { busy: [busy('b')], checkpoint: 'c-2' },
      'c-2': { busy: [busy('c')], freed: ['a'], checkpoint: 'c-3' },
    })
    await sync()
    expect(kept()).toEqual(['a', 'b'])
    expect(askedFrom()).toEqual(['', 'c-1'])
    hub.clock.forward(60_000)
    await sync()
    expect(kept()).toEqual(['a', 'b', 'c'])
    expect(askedFrom()).toEqual(['c-2'])
    const { checkpoint, synced_at, last_error } = await stored()
    expect([checkpoint, last_error]).toEqual(['c-3', null])
    expect(Math.abs(Number(synced_at) - hub.clock.now())).toBeLessThan(5_000)
  })

  test('reads each linked calendar with a checkpoint of its own', async () => {
    hub.neighbours.calendars = ['main', 'second']
    feed({ '': { reset: true, checkpoint: 'm-1' } })
    feed({ '': { reset: true, checkpoint: 's-1' } }, 'second')
    await sync()
    expect([(await stored('main')).checkpoint, (await stored('second')).checkpoint]).toEqual(['m-1', 's-1'])
  })

  test('compares a calendar as a whole again after a day, once what is news has been read', async () => {
    feed({
      '': { reset: true, checkpoint: 'c-1' },
      'c-1': { checkpoint: 'c-1' },
    })
    await sync()
    hub.clock.forward(23 * 3_600_000)
    await sync()
    expect(askedFrom()).toEqual(['', 'c-1'])
    hub.clock.forward(2 * 3_600_000)
    await sync()
    expect(askedFrom()).toEqual(['c-1', ''])
    await sync()
    expect(askedFrom()).toEqual(['c-1'])
  })

  test('of a provider without increments compares every time', async () => {
    const window = { from: '2027-01-01T00:00:00Z', to: '2028-01-01T00:00:00Z' }
    feed({ '': { replaces: window, busy: [busy('a')], checkpoint: null } })
    await sync()
    await sync()
    expect(askedFrom()).toEqual(['', ''])
    expect(hub.neighbours.saved.map(({ page }) => page.replaces)).toEqual([window, window])
  })

  test('hands the facts of a page on as jobs of the same transaction', async () => {
    feed({ '': { reset: true, facts: [cancelled('r-1')], checkpoint: 'c-1' } })
    hub.neighbours.beforeSave = () => {
      throw new Error('no room')
    }
    expect(await failureOf(sync())).toBe('Error')
    await runDueJobs(hub)
    expect(hub.neighbours.accepted).toEqual([])
    hub.neighbours.beforeSave = () => {}
    await sync()
    await runDueJobs(hub)
    // Nobody here handles them; that they were handed on shows in the job.
    const jobs = await hub.database.inTenant(hub.tenantId, (tx) =>
      tx.rows<{ payload: { fact: ProviderFact }; state: string }>({
        text: `select payload, state from jobs where kind = 'fact.accept' and payload ->> 'connection_id' = $1`,
        values: [ref.connectionId],
      }),
    )
    expect(jobs.map(({ payload, state }) => [payload.fact, state])).toEqual([[cancelled('r-1'), 'done']])
  })
})

describe('when it is cut short', () => {
  test('between two pages, the next run goes on after the last stored one', async () => {
    feed({ '': { reset: true, busy: [busy('a')], checkpoint: 'c-1', more: true } })
    expect(await failureOf(sync())).toBe('RetryLater')
    expect([kept(), (await stored()).checkpoint]).toEqual([['a'], 'c-1'])
    feed({ 'c-1': { busy: [busy('b')], checkpoint: 'c-2' } })
    askedFrom()
    await sync(hub.process())
    expect(askedFrom()).toEqual(['c-1'])
    expect(kept()).toEqual(['a', 'b'])
  })

  test('page and checkpoint are stored together or not at all', async () => {
    feed({ '': { reset: true, busy: [busy('a')], checkpoint: 'c-1' } })
    await sync()
    feed({ 'c-1': { busy: [busy('b')], checkpoint: 'c-2' } })
    hub.neighbours.beforeSave = () => {
      throw new Error('the hub was killed')
    }
    expect(await failureOf(sync())).toBe('Error')
    expect([kept(), (await stored()).checkpoint]).toEqual([['a'], 'c-1'])
  })

  test('by its signal, it stores nothing more, and nothing is held against the calendar', async () => {
    const stop = new AbortController()
    feed({
      '': { reset: true, busy: [busy('a')], checkpoint: 'c-1', more: true },
      'c-1': { busy: [busy('b')], checkpoint: 'c-2' },
    })
    hub.neighbours.beforeSave = () => stop.abort(new Error('the hub stops'))
    await expect(sync(hub, stop.signal)).rejects.toThrow('the hub stops')
    const { checkpoint, failing_since, last_error } = await stored()
    expect([kept(), checkpoint, failing_since, last_error]).toEqual([[], null, null, null])
    expect((await hub.connections.get(ref)).state).toEqual({ is: 'ready' })
  })

  test('a plugin that heeds no signal is left behind, and can store nothing any more', async () => {
    const stop = new AbortController()
    const reached = Promise.withResolvers<(page: SyncPage) => Promise<void>>()
    const deaf = {
      ...acme,
      plugin: {
        ...acme.plugin,
        syncs: {
          entries: {
            run: (_ctx: unknown, run: { save(page: SyncPage): Promise<void> }) => {
              reached.resolve(run.save)
              return new Promise<void>(() => {})
            },
          },
        },
      },
    }
    const bound = await hub.host.bind(ref)
    const running = failureOf(hub.runner.run({ ...bound, loaded: deaf }, 'entries', { signal: stop.signal }))
    const save = await reached.promise
    stop.abort(new Error('the hub stops'))
    await running
    await expect(save({ checkpoint: 'late', reset: true, busy: [], freed: [], facts: [] })).rejects.toThrow(
      'the hub stops',
    )
    expect((await stored()).checkpoint).toBeNull()
  })

  test('a run that takes longer than the manifest allows is a failure of the provider', async () => {
    const [spec] = acme.manifest.syncs ?? []
    if (!spec) throw new Error('there is one')
    const hurried = {
      ...acme,
      manifest: { ...acme.manifest, syncs: [{ ...spec, timeout_seconds: 0.1 }] },
      plugin: { ...acme.plugin, syncs: { entries: { run: () => new Promise<void>(() => {}) } } },
    }
    const bound = await hub.host.bind(ref)
    const run = hub.runner.run({ ...bound, loaded: hurried }, 'entries', {
      signal: new AbortController().signal,
    })
    expect(await failureOf(run)).toBe('RetryLater')
    expect((await stored()).last_error).toBe('the sync took longer than 0.1 s')
    expect((await hub.connections.get(ref)).state.is).toBe('retrying')
  })
})

describe('two runs of the same sync', () => {
  test('do not mix: what the slower one read is not put over what the faster one has stored', async () => {
    feed({ '': { reset: true, busy: [busy('first')], checkpoint: 'c-1' } })
    await sync()
    const held = Promise.withResolvers<void>()
    let asked = 0
    hub.provider.on('/changes/main', async () => {
      asked++
      if (asked > 1) return { status: 200, body: { busy: [busy('new')], checkpoint: 'c-3' } }
      await held.promise
      return { status: 200, body: { busy: [busy('old')], checkpoint: 'c-2' } }
    })
    const slow = sync()
    while (asked === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    await sync(hub.process())
    held.resolve()
    await slow
    expect(kept()).toEqual(['first', 'new'])
    expect(await stored()).toMatchObject({ checkpoint: 'c-3', last_error: null })
  })

  test('that are both the first end with the pages of one', async () => {
    const together = Promise.withResolvers<void>()
    let asked = 0
    hub.provider.on('/changes/main', async () => {
      asked++
      if (asked === 2) together.resolve()
      await together.promise
      return { status: 200, body: { reset: true, busy: [busy('a')], checkpoint: 'c-1' } }
    })
    await Promise.all([sync(), sync(hub.process())])
    expect([asked, kept()]).toEqual([2, ['a']])
    expect(await stored()).toMatchObject({ checkpoint: 'c-1', last_error: null })
  })
})

describe('a calendar that cannot be read', () => {
  test('keeps what was known of it, with its age and what went wrong since when', async () => {
    feed({ '': { reset: true, busy: [busy('a')], checkpoint: 'c-1' } })
    await sync()
    const fresh = await stored()
    hub.provider.on('/changes/main', 503)
    const began = hub.clock.now()
    for (let i = 0; i < 3; i++) {
      expect(await failureOf(sync())).toBe('RetryLater')
      hub.clock.forward(600_000)
    }
    const stale = await stored()
    expect([stale.checkpoint, stale.synced_at]).toEqual([fresh.checkpoint, fresh.synced_at])
    expect(stale.last_error).toBe('Acme answered 503.')
    expect(Math.abs(Number(stale.failing_since) - began)).toBeLessThan(5_000)
    expect(kept()).toEqual(['a'])
    feed({ 'c-1': { checkpoint: 'c-2' } })
    await hub.connections.update(ref, { settings: {} })
    await sync()
    expect(await stored()).toMatchObject({ failing_since: null, last_error: null, checkpoint: 'c-2' })
    expect((await hub.connections.get(ref)).state).toEqual({ is: 'ready' })
  })

  test('does not keep the others from being read', async () => {
    hub.neighbours.calendars = ['gone', 'main']
    feed({ '': { reset: true, busy: [busy('a')], checkpoint: 'c-1' } })
    expect(await failureOf(sync())).toBe('Refused')
    expect(kept()).toEqual(['a'])
    expect((await stored('gone')).last_error).toBe('Acme refused.')
    expect((await stored('main')).last_error).toBeNull()
  })
})

describe('a sync of the whole connection', () => {
  const DAYS = 3 * 86_400_000

  async function run(full = false): Promise<void> {
    const bound = await hub.host.bind(ref)
    await hub.runner.run(bound, 'changes', { signal: new AbortController().signal, full })
  }

  beforeEach(async () => {
    const wanted = { plugin: 'acme-ledger', name: 'Acme', settings: hub.settings }
    const { id } = await hub.connections.create(hub.tenantId, wanted)
    ref = { tenantId: hub.tenantId, connectionId: id }
    hub.neighbours.calendars = []
    hub.provider.requests.length = 0
  })

  test('needs no calendar, tells facts, and goes on from its checkpoint however many days later', async () => {
    feed(
      { '': { reset: true, facts: [cancelled('e-1')], checkpoint: 'c-1' }, 'c-1': { checkpoint: 'c-2' } },
      '',
    )
    await run()
    hub.clock.forward(DAYS)
    await run()
    expect(askedFrom('')).toEqual(['', 'c-1'])
    await runDueJobs(hub)
    expect(hub.neighbours.accepted).toMatchObject([{ connection: ref, fact: { reference: 'e-1' } }])
    expect(hub.neighbours.saved).toEqual([])
    expect(await stored('')).toMatchObject({ checkpoint: 'c-2', last_error: null })
  })

  test('compares everything when somebody asks for it', async () => {
    feed({ '': { reset: true, checkpoint: 'c-1' }, 'c-1': { checkpoint: 'c-2' } }, '')
    await run()
    await run(true)
    expect(askedFrom('')).toEqual(['', 'c-1', ''])
  })
})
