import { expect } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { api } from '../../core/test/program/api.ts'
import { seriousFaults } from './accessibility.ts'
import type { Scenario, Stage } from './stage.ts'

interface Slot {
  start: string
  resource_ids: string[]
}

const HOUR = 3_600_000

/** Two free times of one member of staff on one day, at least an hour apart. */
async function freeTimes({ program: { demo } }: Stage): Promise<{ serviceId: string; pair: [Slot, Slot] }> {
  const serviceId = demo.services.find(({ name }) => name === 'Haarschnitt Herren')?.id ?? ''
  const [location] = demo.locations
  const from = new Date(Date.now() + 48 * HOUR)
  const query = new URLSearchParams({
    service_id: serviceId,
    location_id: location?.id ?? '',
    from: from.toISOString(),
    to: new Date(from.getTime() + 7 * 24 * HOUR).toISOString(),
    limit: '1000',
  })
  const { body } = await api(demo, `GET /v1/availability?${query}`)
  const slots: Slot[] = body.slots
  for (const first of slots) {
    const second = slots.find(
      ({ start, resource_ids }) =>
        start.slice(0, 10) === first.start.slice(0, 10) &&
        Date.parse(start) - Date.parse(first.start) >= HOUR &&
        resource_ids[0] === first.resource_ids[0],
    )
    if (second) return { serviceId, pair: [first, second] }
  }
  throw new Error('the demo has no two free times on one day')
}

async function book({ program: { demo } }: Stage, serviceId: string, slot: Slot, name: string) {
  const body = {
    service_id: serviceId,
    location_id: demo.locations[0]?.id,
    start: slot.start,
    resource_id: slot.resource_ids[0],
    customer: { name },
  }
  const reply = await api(demo, 'POST /v1/appointments', { body })
  expect([reply.status, reply.body.code]).toEqual([201, undefined])
  return { id: String(reply.body.id), start: slot.start }
}

const dayOf = (slot: { start: string }): string => slot.start.slice(0, 10)

const drawn = (page: Page, { id }: { id: string }): Locator => page.locator(`[data-event-id^="${id} "]`)

/** By hand: what is dragged lands where the pointer is let go. */
async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()]
  if (!start || !end) throw new Error('it is not drawn')
  // In its middle: an edge would change its length.
  await page.mouse.move(start.x + start.width / 2, start.y + 20)
  await page.mouse.down()
  await page.mouse.move(start.x + start.width / 2 + 10, start.y + 24, { steps: 4 })
  await page.mouse.move(end.x + end.width / 2, end.y + 24, { steps: 10 })
  await page.mouse.up()
}

const startOf = async ({ program: { demo } }: Stage, { id }: { id: string }): Promise<string> =>
  (await api(demo, `GET /v1/appointments/${id}`)).body.start

export const deskScenarios: Scenario[] = [
  {
    name: 'an appointment that is dragged onto another stays, goes to a time that the hub offers instead, and back',
    async run(stage) {
      const { serviceId, pair } = await freeTimes(stage)
      const mine = await book(stage, serviceId, pair[0], 'Anton Anders')
      const other = await book(stage, serviceId, pair[1], 'Berta Besetzt')
      const page = await stage.open(`${stage.path('calendar')}?date=${dayOf(pair[0])}`, { expected: /409/ })
      await drawn(page, other).waitFor()
      await drawn(page, other).scrollIntoViewIfNeeded()
      const before = await drawn(page, mine).boundingBox()
      await drag(page, drawn(page, mine), drawn(page, other))
      const refused = page.getByRole('alert').filter({ hasText: 'Anton Anders' })
      await refused.getByText('That time is taken.').waitFor()
      expect(await drawn(page, mine).boundingBox()).toEqual({ ...before, y: expect.any(Number) })
      expect(await startOf(stage, mine)).toBe(mine.start)
      await refused
        .getByRole('button', { name: /\d\d:\d\d/ })
        .first()
        .click()
      await page.getByText(/Anton Anders is now at/).waitFor()
      expect(await startOf(stage, mine)).not.toBe(mine.start)
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('Undone').waitFor()
      expect(await startOf(stage, mine)).toBe(mine.start)
      expect(await seriousFaults(page)).toEqual([])
    },
  },
  {
    name: 'what is booked elsewhere appears in the calendar by itself; by the keyboard it is moved',
    async run(stage) {
      const { serviceId, pair } = await freeTimes(stage)
      const page = await stage.open(`${stage.path('calendar')}?date=${dayOf(pair[0])}`, { expected: /409/ })
      await page.getByText('Live', { exact: true }).waitFor()
      const made = await book(stage, serviceId, pair[0], 'Clara Clever')
      await drawn(page, made).waitFor()
      await drawn(page, made).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Move to …' }).press('Enter')
      await page.getByRole('dialog', { name: /Move Clara Clever/ }).waitFor()
      expect(await seriousFaults(page)).toEqual([])
    },
  },
]
