import assert from 'node:assert/strict'
import type { CalendarEntry } from '../calendar.ts'
import { RetryLater } from '../failures.ts'
import type { BusyTime } from '../sync.ts'
import type { CalendarWorld } from './calendar-world.ts'
import { type Contract, failureOf, provided } from './contract.ts'
import { applyPage, runSync } from './run-sync.ts'

const DAY = 86_400_000

/** What the hub relies on in the syncs of a calendar plugin. */
export function busyContract({ test, setup }: Contract<CalendarWorld>): void {
  test("syncs: somebody else's time is busy, and free again after it was given back", async () => {
    const world = await setup()
    const wanted = world.entry(1)
    const giveBack = await world.block(wanted)
    await world.block(world.entry(2))
    const desk = new SyncDesk(world, wanted)
    await desk.run()
    assert.deepEqual(
      [desk.isBusy(wanted), desk.isBusy(world.entry(2)), desk.isBusy(world.entry(3))],
      [true, true, false],
    )
    await giveBack()
    await desk.run()
    assert.deepEqual([desk.isBusy(wanted), desk.isBusy(world.entry(2))], [false, true])
  })

  test("syncs: the hub's own entries are never busy times", async () => {
    const world = await setup()
    const calendar = provided(world.plugin.calendar)
    const wanted = world.entry(1)
    const { reference } = await calendar.create(world.ctx, wanted)
    const desk = new SyncDesk(world, wanted)
    await desk.run()
    assert.equal(desk.isBusy(wanted), false)
    const later = { ...wanted, start: world.entry(2).start, end: world.entry(2).end }
    await calendar.move(world.ctx, reference, later)
    await desk.run()
    assert.deepEqual([desk.isBusy(wanted), desk.isBusy(later)], [false, false])
  })

  test('syncs: what the host throws at ctx.fetch comes out as it is', async () => {
    const world = await setup()
    const paused = new RetryLater('calls are paused', { after: 20_000 })
    const ctx = { ...world.ctx, fetch: () => Promise.reject(paused) }
    assert.equal(await failureOf(new SyncDesk({ ...world, ctx }, world.entry(1)).run()), paused)
  })

  test('syncs: a run with nothing new tells the same', async () => {
    const world = await setup()
    await world.block(world.entry(1))
    const desk = new SyncDesk(world, world.entry(1))
    await desk.run()
    const before = desk.busy
    await desk.run()
    assert.deepEqual(desk.busy, before)
  })
}

/** Keeps what the hub would know of one calendar by all syncs of the plugin. */
class SyncDesk {
  readonly #world: CalendarWorld
  readonly #calendar: string
  readonly #around: number
  readonly #known = new Map<string, { checkpoint: string | null; busy: BusyTime[] }>()

  constructor(world: CalendarWorld, { calendar, start }: CalendarEntry) {
    this.#world = world
    this.#calendar = calendar
    this.#around = Date.parse(start)
  }

  get busy(): BusyTime[] {
    return [...this.#known.values()].flatMap(({ busy }) => busy)
  }

  async run(): Promise<void> {
    const { plugin, ctx } = this.#world
    for (const [name, handler] of Object.entries(plugin.syncs ?? {})) {
      const known = this.#known.get(name) ?? { checkpoint: null, busy: [] }
      const span = { from: this.#around - 10 * DAY, to: this.#around + 10 * DAY }
      const pages = await runSync(handler, ctx, {
        calendar: this.#calendar,
        checkpoint: known.checkpoint,
        ...span,
      })
      const busy = pages.reduce((before: BusyTime[], page) => applyPage(before, page), known.busy)
      this.#known.set(name, { checkpoint: pages.at(-1)?.checkpoint ?? null, busy })
    }
  }

  isBusy({ start, end }: CalendarEntry): boolean {
    return this.busy.some(
      (time) => Date.parse(time.start) < Date.parse(end) && Date.parse(time.end) > Date.parse(start),
    )
  }
}
