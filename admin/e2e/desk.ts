import { expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { api, eventually } from '../../core/test/program/api.ts'
import { seriousFaults } from './accessibility.ts'
import { book, choose, dayOf, drag, drawn, freeTimes, ofName, slotAt, startOf, wallOf } from './desk-stage.ts'
import { focused, tabTo } from './keyboard.ts'
import type { Scenario, Stage } from './stage.ts'

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
    name: 'what is booked elsewhere appears by itself; with the keyboard alone one is made in a gap and moved',
    run: keyboardOnly,
  },
  {
    name: 'an appointment is made by marking a gap, at one of several lengths, and undone',
    run: markedGap,
  },
  {
    name: 'an edge that is dragged makes an appointment longer, unless something stands there or its parts are fixed',
    run: draggedEdge,
  },
]

async function markedGap(stage: Stage): Promise<void> {
  const { demo } = stage.program
  const { serviceId, pair } = await freeTimes(stage)
  const [{ start, resource_ids }] = pair
  const lengths = { durations: [{ minutes: 60, price_minor: 6_000 }] }
  expect((await api(demo, `PATCH /v1/services/${serviceId}`, { body: lengths })).status).toBe(200)
  const name = demo.resources.find(({ id }) => id === resource_ids[0])?.name ?? ''
  const page = await stage.open(`${stage.path('calendar')}?date=${dayOf(pair[0])}`)
  const gap = slotAt(page, { name, wall: wallOf(start) })
  await gap.scrollIntoViewIfNeeded()
  const box = await gap.boundingBox()
  if (!box) throw new Error('the gap is not drawn')
  await page.mouse.move(box.x + 8, box.y + 40)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width + 20, box.y + 42, { steps: 6 })
  await page.mouse.up()
  const dialog = page.getByRole('dialog', { name: 'New appointment' })
  await dialog.waitFor()
  expect(await dialog.getByLabel('Start').inputValue()).toBe(start.slice(11, 16))
  expect(await dialog.getByLabel('Date').inputValue()).toBe(dayOf(pair[0]))
  await choose(page, 'Service', 'Haarschnitt Herren')
  await choose(page, 'Length', '60 minutes')
  await dialog.getByLabel('Name').fill('Dora Drag')
  expect(await seriousFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Book' }).click()
  await page.getByText(/Dora Drag is booked for/).waitFor()
  const made = await ofName(stage, 'Dora Drag')
  expect(made).toMatchObject({ start, status: 'confirmed' })
  expect(Date.parse(made.end) - Date.parse(made.start)).toBe(3_600_000)
  await drawn(page, made).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Undone').waitFor()
  await drawn(page, made).waitFor({ state: 'detached' })
  expect((await ofName(stage, 'Dora Drag')).status).toBe('cancelled')
  expect((await api(demo, `PATCH /v1/services/${serviceId}`, { body: { durations: [] } })).status).toBe(200)
}

/** By its end. */
async function stretch(page: Page, appointment: { id: string }, minutes: number): Promise<void> {
  await drawn(page, appointment).scrollIntoViewIfNeeded()
  const box = await drawn(page, appointment).boundingBox()
  if (!box) throw new Error('it is not drawn')
  const [x, y] = [box.x + box.width - 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + (minutes / 30) * 56, y, { steps: 10 })
  await page.mouse.up()
}

async function draggedEdge(stage: Stage): Promise<void> {
  const { demo } = stage.program
  const { serviceId, pair } = await freeTimes(stage)
  const mine = await book(stage, serviceId, pair[0], 'Emil Edge')
  const other = await book(stage, serviceId, pair[1], 'Frida Fest')
  const minutes = async () => {
    const { body } = await api(demo, `GET /v1/appointments/${mine.id}`)
    return (Date.parse(body.end) - Date.parse(body.start)) / 60_000
  }
  const page = await stage.open(`${stage.path('calendar')}?date=${dayOf(pair[0])}`, { expected: /409|422/ })
  await drawn(page, other).waitFor()
  await stretch(page, mine, 15)
  await page.getByText(/Emil Edge now ends at/).waitFor()
  expect(await minutes()).toBe(45)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Undone').waitFor()
  expect(await minutes()).toBe(30)
  const between = (Date.parse(other.start) - Date.parse(mine.start)) / 60_000
  await stretch(page, mine, between)
  const refused = page.getByRole('alert').filter({ hasText: 'Emil Edge' })
  await refused.getByText('That time is taken.').waitFor()
  expect(await minutes()).toBe(30)
  await refused.getByRole('button', { name: 'Close' }).click()
  // As a service of two parts it would have no other length.
  const needs = ['staff']
  const parts = {
    segments: [
      { minutes: 15, needs },
      { minutes: 15, needs },
    ],
  }
  expect((await api(demo, `PATCH /v1/services/${serviceId}`, { body: parts })).status).toBe(200)
  await stretch(page, mine, 15)
  await refused.getByText(/Its length can’t be changed/).waitFor()
  expect(await eventually(minutes, (length) => length === 30)).toBe(30)
  const whole = { segments: [{ minutes: 30, needs }] }
  expect((await api(demo, `PATCH /v1/services/${serviceId}`, { body: whole })).status).toBe(200)
}

async function keyboardOnly(stage: Stage): Promise<void> {
  const { demo } = stage.program
  const { serviceId, pair } = await freeTimes(stage)
  const [{ start, resource_ids }, later] = pair
  const page = await stage.open(`${stage.path('calendar')}?date=${dayOf(later)}`)
  await page.getByText('Live', { exact: true }).waitFor()
  const other = await book(stage, serviceId, later, 'Clara Clever')
  await drawn(page, other).waitFor()
  const name = demo.resources.find(({ id }) => id === resource_ids[0])?.name ?? ''
  const { keyboard } = page
  // All times of all rows are one stop; the arrows go on from there.
  await tabTo(page, /^Time /)
  const isAt = async (label: string) => (await focused(page)).label.startsWith(label)
  for (let rows = 0; rows < 20 && !(await isAt(`Time ${name} `)); rows += 1) await keyboard.press('ArrowDown')
  const gap = `Time ${name} ${wallOf(start)}`
  for (let slots = 0; slots < 48 && !(await isAt(gap)); slots += 1) await keyboard.press('ArrowRight')
  expect(await isAt(gap)).toBe(true)
  await keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'New appointment' }).waitFor()
  await keyboard.type('Haarschnitt Herren')
  await page.getByRole('option', { name: 'Haarschnitt Herren' }).waitFor()
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await tabTo(page, /^Name/)
  await keyboard.type('Kai Key')
  await keyboard.press('Enter')
  await page.getByText(/Kai Key is booked for/).waitFor()
  const made = await ofName(stage, 'Kai Key')
  expect(made).toMatchObject({ start, status: 'confirmed' })
  await drawn(page, made).waitFor()
  await tabTo(page, /^Kai Key/)
  await keyboard.press('Enter')
  await tabTo(page, /^Move to …$/)
  await keyboard.press('Enter')
  await page.getByRole('dialog', { name: /Move Kai Key/ }).waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await tabTo(page, /^Start/)
  const hour = await page.getByLabel('Start').inputValue()
  await keyboard.press('ArrowDown')
  expect(await page.getByLabel('Start').inputValue()).not.toBe(hour)
  await keyboard.press('ArrowUp')
  await tabTo(page, /^Minutes/)
  await keyboard.press('ArrowUp')
  await keyboard.press('Enter')
  await page.getByText(/Kai Key now ends at/).waitFor()
  await tabTo(page, /^Undo$/)
  await keyboard.press('Enter')
  await page.getByText('Undone').waitFor()
  expect(await ofName(stage, 'Kai Key')).toMatchObject({ start, end: made.end })
}
