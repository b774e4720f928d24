import { expect } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { api } from '../../core/test/program/api.ts'
import type { Stage } from './stage.ts'

export interface Slot {
  start: string
  resource_ids: string[]
}

const HOUR = 3_600_000

/** Two free times of one member of staff on one day, at a full or half hour, at least an hour apart. */
export async function freeTimes({
  program: { demo },
}: Stage): Promise<{ serviceId: string; pair: [Slot, Slot] }> {
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
  const slots = (body.slots as Slot[]).filter(({ start }) => /T..:[03]0/.test(start))
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

export async function book({ program: { demo } }: Stage, serviceId: string, slot: Slot, name: string) {
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

export const dayOf = (slot: { start: string }): string => slot.start.slice(0, 10)

export const drawn = (page: Page, { id }: { id: string }): Locator =>
  page.locator(`[data-event-id^="${id} "]`)

/** By hand: what is dragged lands where the pointer is let go. */
export async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()]
  if (!start || !end) throw new Error('it is not drawn')
  // In its middle: an edge would change its length.
  await page.mouse.move(start.x + start.width / 2, start.y + 20)
  await page.mouse.down()
  await page.mouse.move(start.x + start.width / 2 + 10, start.y + 24, { steps: 4 })
  await page.mouse.move(end.x + end.width / 2, end.y + 24, { steps: 10 })
  await page.mouse.up()
}

export const startOf = async ({ program: { demo } }: Stage, { id }: { id: string }): Promise<string> =>
  (await api(demo, `GET /v1/appointments/${id}`)).body.start

/** What is free or taken, as a button of the row. `wall`: `2026-12-01 10:00`. */
export const slotAt = (page: Page, { name, wall }: { name: string; wall: string }): Locator =>
  page.locator(`button[aria-label^="Time ${name} ${wall}"]`)

export const wallOf = (at: string): string => at.slice(0, 16).replace('T', ' ')

/** The one that is for somebody of that name. */
export async function ofName({ program: { demo } }: Stage, name: string) {
  const { body } = await api(demo, 'GET /v1/appointments?limit=200&order=desc')
  return body.data.find(({ attendee_name, customer_name }: Record<string, unknown>) =>
    [attendee_name, customer_name].includes(name),
  )
}

export async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: label }).first().click()
  await page.getByRole('option', { name: option }).first().click()
}
