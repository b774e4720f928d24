import { expect } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { eventually } from '../../core/test/program/api.ts'
import { addDays, dateIn, mondayOf } from '../src/words/wall-time.ts'
import { seriousFaults } from './accessibility.ts'
import { choose } from './desk-stage.ts'
import { openShop, type Shop } from './own-shop.ts'
import type { Scenario, Stage } from './stage.ts'

export const formScenarios: Scenario[] = [
  {
    name: 'a location is added with limits of one customer; the way to it keeps whoever works at both from being in two places',
    run: newLocation,
  },
  {
    name: 'somebody who may have one appointment a day is offered once a day, and again without the limit',
    run: limitOfStaff,
  },
  {
    name: 'whoever is away has a stand-in, who is offered in their place; what was booked before is named',
    run: standIn,
  },
  {
    name: 'the higher rank is asked first; by turns whoever has the larger share gets more',
    run: ranksAndTurns,
  },
  {
    name: 'a service is bookable between two dates, or so many opening days ahead, and not beyond',
    run: bookingWindows,
  },
]

export const save = (part: Page | Locator) =>
  part.getByRole('button', { name: 'Save', exact: true }).first().click()

export async function saved(page: Page, part: Page | Locator = page): Promise<void> {
  // Of the save before it may still be said.
  await page.getByText('Saved').waitFor({ state: 'detached' })
  await save(part)
  await page.getByText('Saved').waitFor()
}

/** The Monday after next: nobody is away, and no notice reaches there. */
export const someMonday = (): string => addDays(mondayOf(dateIn('Europe/Berlin')), 14)

async function newLocation(stage: Stage): Promise<void> {
  const shop = await openShop(stage)
  const page = await stage.open(shop.page('staff'), { expected: /422/ })
  await page.getByRole('link', { name: 'Add a location' }).click()
  await page.getByRole('heading', { level: 1, name: 'New location' }).waitFor()
  await page.getByLabel('Address').fill('Hafenstraße 1')
  await page.getByLabel('A day').fill('3')
  await save(page)
  const name = page.getByLabel('Name')
  await eventually(
    () => name.getAttribute('aria-invalid'),
    (invalid) => invalid === 'true',
  )
  expect(await seriousFaults(page)).toEqual([])
  await name.fill('Hafen')
  await save(page)
  await page.getByRole('heading', { level: 1, name: 'Hafen' }).waitFor()
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  expect(await shop.read(`/v1/locations/${id}`)).toMatchObject({
    name: 'Hafen',
    address: 'Hafenstraße 1',
    zone: 'Europe/Berlin',
    customer_limits: { per_day: 3 },
  })
  await page.getByLabel('A day').fill('')
  await page.getByLabel('A week').fill('5')
  await saved(page, page.getByRole('group').filter({ has: page.getByLabel('Address') }))
  expect((await shop.read(`/v1/locations/${id}`)).customer_limits).toEqual({ per_week: 5 })
  await theWay(page, shop)
}

async function theWay(page: Page, shop: Shop): Promise<void> {
  const ways = async () =>
    (await shop.read('/v1/travel-times')).data.map(({ minutes }: { minutes: number }) => minutes)
  const minutes = page.getByLabel('Minutes to Mitte', { exact: true })
  const button = page.getByRole('button', { name: 'Save: Minutes to Mitte' })
  for (const [typed, kept] of [
    ['20', [20]],
    ['35', [35]],
    ['', []],
  ] as const) {
    await minutes.fill(typed)
    await button.click()
    expect(await eventually(ways, (all) => all.join() === kept.join())).toEqual(kept)
    // What was typed is what is kept: there is nothing more to save.
    await eventually(
      () => button.isDisabled(),
      (disabled) => disabled,
    )
    expect(await minutes.inputValue()).toBe(typed)
  }
}

async function limitOfStaff(stage: Stage): Promise<void> {
  const shop = await openShop(stage)
  const monday = someMonday()
  await shop.book('ada', `${monday}T10:00:00`)
  const ofAda = async () => (await shop.starts(monday, shop.ada)).length
  expect(await ofAda()).toBeGreaterThan(0)
  const page = await stage.open(shop.page(`staff/${shop.ada}`))
  const limits = page.getByRole('group', { name: 'Appointments at most' })
  await limits.getByLabel('A day').fill('1')
  await saved(page)
  expect((await shop.read(`/v1/resources/${shop.ada}`)).limits).toEqual({ per_day: 1 })
  expect(await eventually(ofAda, (count) => count === 0)).toBe(0)
  expect((await shop.starts(addDays(monday, 1), shop.ada)).length).toBeGreaterThan(0)
  await page.reload()
  await limits.getByLabel('A day').waitFor()
  expect(await limits.getByLabel('A day').inputValue()).toBe('1')
  await limits.getByLabel('A day').fill('')
  await saved(page)
  expect(await eventually(ofAda, (count) => count > 0)).toBeGreaterThan(0)
}

async function standIn(stage: Stage): Promise<void> {
  const shop = await openShop(stage)
  const monday = someMonday()
  const booked = await shop.book('ada', `${monday}T10:00:00`)
  const page = await stage.open(shop.page(`staff/${shop.ada}`))
  await page.getByLabel('First day').fill(monday)
  await page.getByLabel('Last day').fill(addDays(monday, 1))
  await page.getByLabel('Reason').fill('Course')
  await choose(page, 'Who stands in', 'Ben')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText(/Course · Ben stands in$/).waitFor()
  const conflict = page.getByRole('status').filter({ hasText: 'Booked already' }).getByRole('link')
  expect(await conflict.getAttribute('href')).toContain(booked)
  expect(await seriousFaults(page)).toEqual([])
  const slots = await eventually(
    () => shop.starts(monday, shop.ada),
    (all) => all.length > 0 && all.every(({ instead_of: of }) => of === shop.ada),
  )
  expect(slots[0]).toMatchObject({ resource_ids: [shop.ben], instead_of: shop.ada })
  await page.getByRole('button', { name: /^Remove the absence from/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByText('No absence is planned.').waitFor()
  const [first] = await eventually(
    () => shop.starts(monday, shop.ada),
    (all) => all[0]?.resource_ids[0] === shop.ada,
  )
  expect(first?.resource_ids).toEqual([shop.ada])
}

async function ranksAndTurns(stage: Stage): Promise<void> {
  const shop = await openShop(stage)
  const day = someMonday()
  const first = async () => (await shop.starts(day))[0]?.resource_ids[0]
  const service = await stage.open(shop.page(`services/${shop.service}`))
  await choose(service, 'Who gets the appointment', 'In turns, by each one’s share')
  await saved(service)
  for (const [rank, who] of [
    ['5', shop.ben],
    ['-5', shop.ada],
  ] as const) {
    const page = await stage.open(shop.page(`staff/${shop.ben}`))
    await page.getByLabel('Rank for Cut').fill(rank)
    await saved(page)
    expect(await eventually(first, (id) => id === who)).toBe(who)
  }
  const page = await stage.open(shop.page(`staff/${shop.ben}`))
  await page.getByLabel('Rank for Cut').fill('0')
  await page.getByLabel('Share of Cut').fill('2')
  await saved(page)
  expect((await shop.read(`/v1/resources/${shop.ben}`)).skills).toEqual([
    { service_id: shop.service, weight: 2, priority: 0 },
  ])
  expect(await seriousFaults(page)).toEqual([])
  const turns: string[] = []
  for (const at of ['09', '11', '13']) turns.push(await shop.bookAnybody(`${day}T${at}:00:00`))
  expect(turns.filter((id) => id === shop.ben)).toHaveLength(2)
}

async function bookingWindows(stage: Stage): Promise<void> {
  const shop = await openShop(stage)
  const [from, to] = [someMonday(), addDays(someMonday(), 2)]
  const page = await stage.open(shop.page(`services/${shop.service}`), { expected: /422/ })
  const dates = page.getByRole('group', { name: 'When it can be booked' })
  await choose(page, 'Bookable', 'Between two dates')
  await dates.getByLabel('From').fill(to)
  await dates.getByLabel('To').fill(from)
  await save(page)
  await eventually(
    () => dates.locator('[aria-invalid="true"]').count(),
    (wrong) => wrong === 1,
  )
  expect(await seriousFaults(page)).toEqual([])
  await dates.getByLabel('From').fill(from)
  await dates.getByLabel('To').fill(to)
  await saved(page)
  expect((await shop.read(`/v1/services/${shop.service}`)).booking_window).toEqual({
    kind: 'fixed',
    from,
    to,
  })
  const open = async () =>
    (await Promise.all([-1, 0, 2, 3].map((days) => shop.starts(addDays(from, days))))).map(
      (slots) => slots.length > 0,
    )
  expect(await eventually(open, (is) => is.join() === 'false,true,true,false')).toEqual([
    false,
    true,
    true,
    false,
  ])
  await choose(page, 'Bookable', 'So many opening days ahead')
  await dates.getByLabel('Bookable ahead').fill('2')
  await saved(page)
  expect(await eventually(open, (is) => !is.includes(true))).toEqual([false, false, false, false])
  expect((await shop.read(`/v1/services/${shop.service}`)).booking_window).toEqual({
    kind: 'business_days',
    days: 2,
  })
}
