import { randomUUID } from 'node:crypto'
import { expect, test } from '@jest/globals'
import type { CalendarEntry, CalendarProvider } from '../calendar.ts'
import type { PluginContext } from '../context.ts'
import { Refused, RetryLater } from '../failures.ts'
import type { SyncHandler } from '../sync.ts'
import { calendarContract } from './calendar-contract.ts'
import type { CalendarWorld } from './calendar-world.ts'
import { ask, BreakableWire, type WireRequest, write } from './fixtures/breakable-wire.ts'
import { failingTests } from './fixtures/failing-tests.ts'

interface Stored {
  id: string
  start: string
  end: string
  own: boolean
}

/** What is wrong with a plugin on purpose. */
interface Flaws {
  createsTwice?: boolean
  findsAnything?: boolean
  movesNothing?: boolean
  cancelsOnce?: boolean
  doubleBooks?: boolean
  tellsOwnAsBusy?: boolean
  freesNothing?: boolean
  throwsPlainErrors?: boolean
  rewordsTheHost?: boolean
  repeatsItself?: boolean
}

function acme(flaws: Flaws): CalendarWorld {
  const stored = new Map<string, Stored>()
  const wire = new BreakableWire(({ method, path: id, body }: WireRequest) => {
    if (method === 'DELETE') return stored.delete(id) ? {} : undefined
    if (method === 'PUT') stored.set(id, body as Stored)
    return id === '' ? [...stored.values()] : stored.get(id)
  })
  const calendar = calendarOf(flaws)
  return {
    plugin: {
      check: async (ctx) => void (await calendar.listCalendars(ctx)),
      calendar,
      syncs: { everything: syncOf(flaws) },
    },
    ctx: wire.context(),
    trouble: wire,
    entry,
    countOf: async (entryId) => [...stored.keys()].filter((id) => id.startsWith(entryId)).length,
    block: async ({ start, end }) => {
      const id = randomUUID()
      stored.set(id, { id, start, end, own: false })
      return async () => void stored.delete(id)
    },
    refusesTaken: true,
  }
}

const entry = (time: 1 | 2 | 3): CalendarEntry => ({
  entryId: randomUUID().replaceAll('-', ''),
  appointmentId: randomUUID(),
  calendar: 'main',
  start: `2026-12-07T0${time}:00:00Z`,
  end: `2026-12-07T0${time}:30:00Z`,
  zone: 'UTC',
  title: 'Haircut',
  attendee: { name: 'Lena', language: 'de' },
})

async function call<T>(flaws: Flaws, ctx: PluginContext, path: string, init?: RequestInit): Promise<T> {
  try {
    return await ask<T>(ctx, path, init)
  } catch (error) {
    if (flaws.repeatsItself) return ask<T>(ctx, path, init)
    if (flaws.throwsPlainErrors) throw new Error('it did not work')
    throw flaws.rewordsTheHost && error instanceof RetryLater ? new RetryLater('no connection') : error
  }
}

const asReference = ({ id, start, end }: Stored) => ({ reference: id, start, end })

function calendarOf(flaws: Flaws): CalendarProvider {
  const all = (ctx: PluginContext) => call<Stored[]>(flaws, ctx, '')
  const put = async (ctx: PluginContext, stored: Stored) =>
    asReference(await call<Stored>(flaws, ctx, stored.id, write(stored, 'PUT')))
  return {
    async listCalendars(ctx) {
      await all(ctx)
      return [{ id: 'main', name: 'Main', writable: true }]
    },
    async find(ctx, { entryId }) {
      const found = (await all(ctx)).find(({ id, own }) => own && (flaws.findsAnything || id === entryId))
      return found ? asReference(found) : null
    },
    async create(ctx, { entryId, start, end }) {
      const taken = (await all(ctx)).some((one) => !one.own && one.start < end && one.end > start)
      if (taken && !flaws.doubleBooks) throw new Refused('taken', 'taken')
      const id = flaws.createsTwice ? `${entryId}-${randomUUID()}` : entryId
      return put(ctx, { id, start, end, own: true })
    },
    async move(ctx, reference, { start, end }) {
      const moved = { id: reference, start, end, own: true }
      return flaws.movesNothing ? asReference(moved) : put(ctx, moved)
    },
    async cancel(ctx, { reference }) {
      await call(flaws, ctx, reference, { method: 'DELETE' }).catch((error: unknown) => {
        if (!(error instanceof Refused) || flaws.cancelsOnce) throw error
      })
    },
  }
}

const syncOf = (flaws: Flaws): SyncHandler => ({
  async run(ctx, { save, from, to }) {
    const all = await call<Stored[]>(flaws, ctx, '')
    const replaces = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
    const blocking = all.filter(({ own }) => flaws.tellsOwnAsBusy || !own)
    const busy = blocking.map(({ id, start, end }) => ({ externalId: id, start, end }))
    const page = { checkpoint: null, busy, freed: [], facts: [] }
    await save(flaws.freesNothing ? page : { ...page, replaces })
  },
})

const broken = (flaws: Flaws) =>
  failingTests((define) => calendarContract({ test: define, setup: async () => acme(flaws) }))

test('a plugin without flaws passes the suite', async () => {
  expect(await broken({})).toEqual([])
})

test.each<[keyof Flaws, string]>([
  ['createsTwice', 'creating twice makes one entry, with the same reference'],
  ['findsAnything', 'an unknown entry is not found'],
  ['movesNothing', 'a moved entry is found at its new time, by its new reference'],
  ['cancelsOnce', 'cancelling twice is done, and so is cancelling what never was'],
  ['doubleBooks', 'a time that is taken at the provider is refused, where the provider refuses any'],
  ['tellsOwnAsBusy', "syncs: the hub's own entries are never busy times"],
  ['freesNothing', "syncs: somebody else's time is busy, and free again after it was given back"],
  ['throwsPlainErrors', 'create: an outage is RetryLater'],
  ['rewordsTheHost', 'find: what the host throws at ctx.fetch comes out as it is'],
  ['repeatsItself', "check: an outage is asked about once, since the client's own repeats are off"],
])('a plugin that %s is found out by "%s"', async (flaw, name) => {
  expect(await broken({ [flaw]: true })).toContain(name)
})
