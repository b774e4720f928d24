import { expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { eventually } from '../../core/test/program/api.ts'
import { addDays, wallOf } from '../src/words/wall-time.ts'
import { seriousFaults } from './accessibility.ts'
import { saved, someMonday } from './forms.ts'
import { tabTo } from './keyboard.ts'
import { openShop, type Shop } from './own-shop.ts'
import type { Scenario, Stage } from './stage.ts'

export const breakAndBufferScenarios: Scenario[] = [
  {
    name: 'a room is kept free to be prepared while the staff is not, as long as the service says so',
    run: preparedRoom,
  },
  {
    name: 'a break is made with the keyboard for the days that have it, and what would be offered follows as it is typed',
    run: lunchBreak,
  },
]

const clocksOf = async (shop: Shop, date: string, resource?: string): Promise<string[]> =>
  (await shop.starts(date, resource)).map(({ start }) => wallOf(start).slice(11, 16))

async function preparedRoom(stage: Stage): Promise<void> {
  const shop = await openShop(stage)
  const path = `/v1/services/${shop.service}`
  const room = { location_id: shop.location, name: 'Cabin', kind: 'room', service_ids: [shop.service] }
  await shop.send('POST /v1/resources', room)
  const page = await stage.open(shop.page(`services/${shop.service}`))
  // Where it takes staff alone there is nothing to tell apart.
  await page.getByLabel('Buffer before').waitFor()
  expect(await page.getByRole('button', { name: 'Rooms otherwise' }).count()).toBe(0)
  await page.getByRole('combobox', { name: 'Takes' }).press('ArrowDown')
  await page.getByRole('option', { name: 'Room' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Rooms otherwise' }).click()
  await page.getByLabel('Rooms: before').fill('30')
  expect(await seriousFaults(page)).toEqual([])
  await saved(page)
  expect(await shop.read(path)).toMatchObject({
    buffer_before: 0,
    buffer_after: 0,
    buffers: [{ kind: 'room', before: 30, after: 0 }],
  })
  const monday = someMonday()
  await shop.book('ada', `${monday}T10:00:00`)
  const around = async () =>
    (await clocksOf(shop, monday, shop.ben)).filter((clock) => ['09:30', '10:30', '11:00'].includes(clock))
  // Before ten it is prepared, and after the work there is half an hour to prepare it anew.
  expect(await eventually(around, (clocks) => clocks.length === 1)).toEqual(['11:00'])
  await page.getByRole('button', { name: 'Rooms as everything else' }).click()
  await saved(page)
  expect((await shop.read(path)).buffers).toEqual([])
}

/** Waits until the preview tells so many times of its first day. */
async function offers(page: Page, times: number): Promise<void> {
  await page
    .getByText(/· \d+ times$/)
    .first()
    .filter({ hasText: new RegExp(`· ${times} times$`) })
    .waitFor()
}

async function lunchBreak(stage: Stage): Promise<void> {
  const shop = await openShop(stage)
  await shop.send(`PATCH /v1/services/${shop.service}`, { grid: { policy: 'window', minutes: 30 } })
  const page = await stage.open(shop.page(`staff/${shop.ada}`))
  await page.getByTestId('week').waitFor()
  await typedBreak(page)
  await saved(page, page.getByRole('region', { name: 'Working hours' }))
  await isKept(shop)
  await page.reload()
  const pause = page.getByRole('group', { name: /^Break / })
  await pause.waitFor()
  expect(await pause.getByLabel('To').inputValue()).toBe('12:30')
  // The location's own hours have breaks too, and tell what everybody there would be offered.
  await page.goto(`${stage.program.hub.url}${shop.page(`hours/${shop.location}`)}`)
  await offers(page, 16)
  expect(await seriousFaults(page)).toEqual([])
}

async function typedBreak(page: Page): Promise<void> {
  await offers(page, 16)
  await tabTo(page, /^Add a break$/)
  await page.keyboard.press('Enter')
  const pause = page.getByRole('group', { name: 'Break 1' })
  await offers(page, 14)
  await pause.getByLabel('To').fill('12:30')
  await offers(page, 15)
  await tabTo(page, /^Sunday$/)
  await page.keyboard.press('Space')
  expect(await pause.getByLabel('Sunday').isChecked()).toBe(false)
  expect(await seriousFaults(page)).toEqual([])
}

async function isKept(shop: Shop): Promise<void> {
  const { data } = await shop.read(`/v1/schedules?resource_id=${shop.ada}`)
  const lunch = [{ start: '12:00', end: '12:30' }]
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
  expect(data[0].breaks).toEqual(Object.fromEntries(days.map((day) => [day, lunch])))
  const noonOf = async (date: string) =>
    (await clocksOf(shop, date, shop.ada)).filter((clock) => /^12/.test(clock))
  const monday = someMonday()
  expect(
    await eventually(
      () => noonOf(monday),
      (clocks) => clocks.length === 1,
    ),
  ).toEqual(['12:30'])
  expect(await noonOf(addDays(monday, 6))).toEqual(['12:00', '12:30'])
}
