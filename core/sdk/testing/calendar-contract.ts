import assert from 'node:assert/strict'
import type { CalendarEntry, EntryReference } from '../calendar.ts'
import { busyContract } from './busy-contract.ts'
import type { CalendarWorld } from './calendar-world.ts'
import { type Contract, failureOf, provided } from './contract.ts'
import { failureContract } from './failure-contract.ts'

/**
 * What the hub relies on in every calendar plugin.
 *
 * @example
 * calendarContract({ test, setup: calendarWorld })
 */
export function calendarContract(contract: Contract<CalendarWorld>): void {
  entryContract(contract)
  repeatContract(contract)
  cancelContract(contract)
  absenceContract(contract)
  reservationContract(contract)
  busyContract(contract)
  failureContract(contract, {
    check: ({ plugin, ctx }) => plugin.check(ctx),
    listCalendars: ({ plugin, ctx }) => provided(plugin.calendar).listCalendars(ctx),
    find: ({ plugin, ctx, entry }) => provided(plugin.calendar).find(ctx, entry(1)),
    create: ({ plugin, ctx, entry }) => provided(plugin.calendar).create(ctx, entry(1)),
    move: ({ plugin, ctx, entry }) => provided(plugin.calendar).move(ctx, 'some-reference', entry(1)),
    cancel: ({ plugin, ctx, entry }) =>
      provided(plugin.calendar).cancel(ctx, { reference: 'some-reference', calendar: entry(1).calendar }),
  })
}

function entryContract({ test, setup }: Contract<CalendarWorld>): void {
  test('good settings pass the check', async () => {
    const { plugin, ctx } = await setup()
    await plugin.check(ctx)
  })

  test('the calendar that is written to is listed as writable', async () => {
    const { calendar, ctx, entry } = await open(setup)
    const listed = await calendar.listCalendars(ctx)
    const found = listed.find(({ id }) => id === entry(1).calendar)
    assert.equal(found?.writable, true)
    assert.notEqual(found?.name, '')
  })

  test('what was created is found again, at the time it was made for', async () => {
    const { calendar, ctx, entry } = await open(setup)
    const wanted = entry(1)
    const created = await calendar.create(ctx, wanted)
    assertAt(created, wanted)
    assert.deepEqual(essence(await calendar.find(ctx, wanted)), essence(created))
  })

  test('an unknown entry is not found', async () => {
    const { calendar, ctx, entry } = await open(setup)
    await calendar.create(ctx, entry(1))
    assert.equal(await calendar.find(ctx, entry(2)), null)
  })

  test('a moved entry is found at its new time, by its new reference', async () => {
    const { calendar, ctx, entry, countOf } = await open(setup)
    const wanted = entry(1)
    const { reference } = await calendar.create(ctx, wanted)
    const later = atTimeOf(wanted, entry(2))
    const moved = await calendar.move(ctx, reference, later)
    assertAt(moved, later)
    assert.deepEqual(essence(await calendar.find(ctx, later)), essence(moved))
    assert.equal(await countOf(wanted.entryId), 1)
  })

  test('where the provider offers times of its own, a taken one is not among them', async () => {
    const { calendar, ctx, entry, block } = await open(setup)
    if (!calendar.slots) return
    await block(entry(1))
    const { start: from } = entry(1)
    const offered = await calendar.slots(ctx, { calendar: entry(1).calendar, from, to: entry(2).end })
    const isOffered = ({ start, end }: CalendarEntry) =>
      offered.some(
        (slot) => Date.parse(slot.start) < Date.parse(end) && Date.parse(slot.end) > Date.parse(start),
      )
    assert.deepEqual([isOffered(entry(1)), isOffered(entry(2))], [false, true])
  })

  test('a time that is taken at the provider is refused, where the provider refuses any', async () => {
    const { calendar, ctx, entry, block, refusesTaken } = await open(setup)
    const wanted = entry(1)
    await block(wanted)
    if (!refusesTaken) return assertAt(await calendar.create(ctx, wanted), wanted)
    const failure = await failureOf(calendar.create(ctx, wanted))
    assert.equal(failure.name, 'Refused')
    assert.equal(await calendar.find(ctx, wanted), null)
  })
}

function repeatContract({ test, setup }: Contract<CalendarWorld>): void {
  test('creating twice makes one entry, with the same reference', async () => {
    const { calendar, ctx, entry, countOf } = await open(setup)
    const wanted = entry(1)
    const first = await calendar.create(ctx, wanted)
    assert.deepEqual(essence(await calendar.create(ctx, wanted)), essence(first))
    assert.equal(await countOf(wanted.entryId), 1)
  })

  test('an entry whose answer was lost is found, and creating it again makes no second one', async () => {
    const { calendar, ctx, entry, countOf, trouble } = await open(setup)
    const wanted = entry(1)
    trouble.loseAnswer(1)
    assert.equal((await failureOf(calendar.create(ctx, wanted))).name, 'RetryLater')
    trouble.recover()
    const found = await calendar.find(ctx, wanted)
    assert.ok(found)
    assert.deepEqual(essence(await calendar.create(ctx, wanted)), essence(found))
    assert.equal(await countOf(wanted.entryId), 1)
  })

  test('an entry that could not be made is not found, and can be created then', async () => {
    const { calendar, ctx, entry, trouble } = await open(setup)
    const wanted = entry(1)
    trouble.failWrite(1)
    assert.equal((await failureOf(calendar.create(ctx, wanted))).name, 'RetryLater')
    trouble.recover()
    assert.equal(await calendar.find(ctx, wanted), null)
    assertAt(await calendar.create(ctx, wanted), wanted)
  })

  test('moving twice is the same as once, also by the reference from before', async () => {
    const { calendar, ctx, entry, countOf } = await open(setup)
    const wanted = entry(1)
    const { reference } = await calendar.create(ctx, wanted)
    const later = atTimeOf(wanted, entry(2))
    const moved = await calendar.move(ctx, reference, later)
    assert.deepEqual(essence(await calendar.move(ctx, reference, later)), essence(moved))
    assert.equal(await countOf(wanted.entryId), 1)
  })

  test('a move whose answer was lost can be repeated', async () => {
    const { calendar, ctx, entry, countOf, trouble } = await open(setup)
    const wanted = entry(1)
    const { reference } = await calendar.create(ctx, wanted)
    const later = atTimeOf(wanted, entry(2))
    trouble.loseAnswer(1)
    await failureOf(calendar.move(ctx, reference, later))
    trouble.recover()
    assertAt(await calendar.move(ctx, reference, later), later)
    assert.equal(await countOf(wanted.entryId), 1)
  })
}

function cancelContract({ test, setup }: Contract<CalendarWorld>): void {
  test('a cancelled entry is gone', async () => {
    const { calendar, ctx, entry, countOf } = await open(setup)
    const wanted = entry(1)
    const { reference } = await calendar.create(ctx, wanted)
    await calendar.cancel(ctx, { reference, calendar: wanted.calendar, reason: 'The customer called.' })
    assert.equal(await calendar.find(ctx, wanted), null)
    assert.equal(await countOf(wanted.entryId), 0)
  })

  test('cancelling twice is done, and so is cancelling what never was', async () => {
    const { calendar, ctx, entry } = await open(setup)
    const wanted = entry(1)
    const target = { reference: (await calendar.create(ctx, wanted)).reference, calendar: wanted.calendar }
    await calendar.cancel(ctx, target)
    await calendar.cancel(ctx, target)
    await calendar.cancel(ctx, { ...target, reference: 'neverwas12345' })
  })

  test('an entry is cancelled also by the reference it had before it was moved', async () => {
    const { calendar, ctx, entry, countOf } = await open(setup)
    const wanted = entry(1)
    const { reference } = await calendar.create(ctx, wanted)
    await calendar.move(ctx, reference, atTimeOf(wanted, entry(2)))
    await calendar.cancel(ctx, { reference, calendar: wanted.calendar })
    assert.equal(await countOf(wanted.entryId), 0)
  })

  test('a cancelled entry can be created again', async () => {
    const { calendar, ctx, entry, countOf } = await open(setup)
    const wanted = entry(1)
    const { reference } = await calendar.create(ctx, wanted)
    await calendar.cancel(ctx, { reference, calendar: wanted.calendar })
    assertAt(await calendar.create(ctx, wanted), wanted)
    assert.equal(await countOf(wanted.entryId), 1)
  })
}

function absenceContract({ test, setup }: Contract<CalendarWorld>): void {
  test('where it can be told that nobody came, it can be told twice and taken back', async () => {
    const { calendar, ctx, entry, isAbsent } = await open(setup)
    if (!calendar.markAbsent) return
    assert.ok(isAbsent, 'the world has to say who is absent')
    const wanted = entry(1)
    const target = { reference: (await calendar.create(ctx, wanted)).reference, calendar: wanted.calendar }
    for (const absent of [true, true, false, false]) {
      await calendar.markAbsent(ctx, { ...target, absent })
      assert.equal(await isAbsent(wanted.entryId), absent)
    }
  })
}

function reservationContract({ test, setup }: Contract<CalendarWorld>): void {
  test('where times can be reserved, one is kept once, is no obstacle to our entry, and is given back', async () => {
    const { calendar, ctx, entry, countOf, countReserved } = await open(setup)
    if (!calendar.reserve || !calendar.release) return
    assert.ok(countReserved, 'the world has to count what is reserved')
    const [wanted, later] = [entry(1), entry(2)]
    const until = (minutes: number) => new Date(ctx.now() + minutes * 60_000).toISOString()
    const wish = ({ calendar: id, start, end }: CalendarEntry) => ({ calendar: id, start, end })
    const { reference } = await calendar.reserve(ctx, { ...wish(wanted), until: until(5) })
    const longer = await calendar.reserve(ctx, { ...wish(wanted), until: until(10), reference })
    assert.equal(await countReserved(), 1)
    await calendar.create(ctx, wanted)
    assert.equal(await countOf(wanted.entryId), 1)
    const other = await calendar.reserve(ctx, { ...wish(later), until: until(5) })
    for (const one of [longer, other, other])
      await calendar.release(ctx, { reference: one.reference, calendar: wanted.calendar })
    assert.equal(await countReserved(), 0)
  })
}

async function open(setup: () => Promise<CalendarWorld>) {
  const world = await setup()
  return { ...world, calendar: provided(world.plugin.calendar) }
}

const atTimeOf = (entry: CalendarEntry, { start, end }: CalendarEntry): CalendarEntry => ({
  ...entry,
  start,
  end,
})

/** A version mark may change by itself. */
const essence = (found: EntryReference | null) =>
  found && [found.reference, Date.parse(found.start), Date.parse(found.end)]

function assertAt(found: EntryReference, { start, end }: CalendarEntry): void {
  assert.notEqual(found.reference, '')
  assert.deepEqual([Date.parse(found.start), Date.parse(found.end)], [Date.parse(start), Date.parse(end)])
}
