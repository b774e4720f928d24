import { expect } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { api } from '../../core/test/program/api.ts'
import { seriousFaults } from './accessibility.ts'
import { tabTo } from './keyboard.ts'
import type { Scenario, Stage } from './stage.ts'

/** The promise to whoever sets up a first client; people read and type where this only types. */
const MOST_MILLISECONDS = 180_000
const MOST_CLICKS = 10

export const setupScenarios: Scenario[] = [
  {
    name: 'from nothing to a booked test call in the browser alone, with few clicks, in far less than three minutes',
    run: firstClient,
  },
  {
    name: 'weekly hours are changed by dragging over the week, and typed fields say the same',
    run: draggedHours,
  },
  {
    name: 'hours are made with the keyboard alone',
    run: typedHours,
  },
]

async function firstClient(stage: Stage): Promise<void> {
  const page = await stage.open('/admin/welcome')
  const clicks = clickCounter()
  const next = (step: string) =>
    page.getByRole('region', { name: step }).getByRole('button', { name: 'Continue' })
  await page.getByLabel('Name of the business').waitFor()
  const began = performance.now()
  await clicks.fill(page.getByLabel('Name of the business'), 'Salon Abendrot')
  await clicks.on(next('Client'))
  await clicks.on(next('Location and hours'))
  await clicks.fill(page.getByRole('combobox', { name: 'Who is booked with?' }), 'Nora')
  await page.keyboard.press('Enter')
  expect(await seriousFaults(page)).toEqual([])
  await clicks.on(next('Staff'))
  await clicks.on(next('Services'))
  await clicks.on(next('Phone number'))
  const ring = page.getByRole('button', { name: 'Place the call' })
  await ring.waitFor()
  // Whoever comes back later goes on where they stopped: nothing of it is kept in the browser.
  await page.reload()
  await clicks.on(ring)
  await page.getByText('The call was answered and an appointment booked').waitFor()
  const milliseconds = performance.now() - began
  process.stdout.write(
    `A first client: ${clicks.count()} clicks, ${Math.round(milliseconds / 100) / 10} seconds.\n`,
  )
  expect(milliseconds).toBeLessThan(MOST_MILLISECONDS)
  expect(clicks.count()).toBeLessThanOrEqual(MOST_CLICKS)
  await page.getByRole('link', { name: 'See the appointment' }).click()
  await page.waitForURL('**/appointments/*')
}

/** Counts as a hand would: each button, and each field that is gone into. */
function clickCounter() {
  let made = 0
  return {
    count: () => made,
    async on(target: Locator) {
      made += 1
      await target.click()
    },
    async fill(target: Locator, text: string) {
      made += 1
      await target.click()
      await target.fill(text)
    },
  }
}

async function draggedHours(stage: Stage): Promise<void> {
  const { demo } = stage.program
  const lina = demo.resources.find(({ name }) => name === 'Lina')
  const page = await stage.open(stage.path(`staff/${lina?.id}`))
  const week = page.getByTestId('week')
  await week.waitFor()
  await paint(page, { day: 6, from: '10:00', to: '14:00' })
  expect(await page.getByLabel('Sunday, from').inputValue()).toBe('10:00')
  expect(await page.getByLabel('Sunday, to').inputValue()).toBe('14:00')
  // From where it is open, dragging closes: a lunch break on Monday.
  await paint(page, { day: 0, from: '12:00', to: '13:00' })
  expect(await page.getByLabel('Monday, to').first().inputValue()).toBe('12:00')
  await page.getByRole('button', { name: 'Save' }).last().click()
  await page.getByText('Saved').waitFor()
  const { body } = await api(demo, `GET /v1/schedules?resource_id=${lina?.id}`)
  expect(body.data[0].weekly).toMatchObject({
    sunday: [{ start: '10:00', end: '14:00' }],
    monday: [
      { start: '09:00', end: '12:00' },
      { start: '13:00', end: '17:30' },
    ],
  })
}

async function typedHours(stage: Stage): Promise<void> {
  const { demo } = stage.program
  const mehmet = demo.resources.find(({ name }) => name === 'Mehmet')
  const page = await stage.open(stage.path(`staff/${mehmet?.id}`))
  await page.getByTestId('week').waitFor()
  await tabTo(page, /^Add hours on Sunday$/)
  await page.keyboard.press('Enter')
  expect(await page.getByLabel('Sunday, from').inputValue()).toBe('09:00')
  await page.getByLabel('Sunday, from').waitFor()
  // Behind the fields that have just come: once around the page.
  await tabTo(page, /^Sunday, to$/)
  await page.keyboard.press('ArrowUp')
  await tabTo(page, /^Save$/)
  await page.keyboard.press('Enter')
  await page.getByText('Saved').waitFor()
  const { body } = await api(demo, `GET /v1/schedules?resource_id=${mehmet?.id}`)
  expect(body.data[0].weekly.sunday).toEqual([{ start: '09:00', end: '14:00' }])
}

/** With the mouse over the painted week, which begins at six and has half hours of the same height. */
async function paint(
  page: Page,
  { day, from, to }: { day: number; from: string; to: string },
): Promise<void> {
  await page.getByTestId('week').scrollIntoViewIfNeeded()
  const box = await page.getByTestId('week').boundingBox()
  if (!box) throw new Error('the week is not shown')
  const x = box.x + (box.width * (day + 0.5)) / 7
  const rowOf = (clock: string) => (Number(clock.slice(0, 2)) - 6) * 2 + Number(clock.slice(3)) / 30
  const yOf = (row: number) => box.y + (box.height * (row + 0.5)) / 32
  await page.mouse.move(x, yOf(rowOf(from)))
  await page.mouse.down()
  await page.mouse.move(x, yOf(rowOf(to) - 1), { steps: 4 })
  await page.mouse.up()
}
