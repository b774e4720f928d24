import { expect } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { api, eventually } from '../../core/test/program/api.ts'
import { seriousFaults } from './accessibility.ts'
import type { Scenario, Stage } from './stage.ts'

/** The same page for two people, of whom the second will be too late. */
async function two(stage: Stage, path: string): Promise<[Page, Page]> {
  return [await stage.open(path), await stage.open(path, { expected: /412/ })]
}

const save = (part: Page | Locator) => part.getByRole('button', { name: 'Save' }).last().click()

const hoursOf = (page: Page) => page.getByRole('region', { name: 'Opening hours' })

async function saved(page: Page): Promise<void> {
  await save(page)
  await page.getByText('Saved').waitFor()
}

/** What the hub shows of a field that differs: mine, then theirs. */
async function both(page: Page, field: string | RegExp): Promise<string[]> {
  const row = page.getByRole('row', { name: field })
  await row.waitFor()
  return row.getByRole('cell').allTextContents()
}

export const editorScenarios: Scenario[] = [
  {
    name: 'two people who edit one service: the later one sees both states and decides, nothing is lost unseen',
    run: oneService,
  },
  { name: 'two people who edit somebody of the staff see which fields differ', run: oneResource },
  { name: 'two people who edit the same hours see which days and dates differ', run: oneWeek },
  {
    name: 'two people who edit a customer see which fields differ; whoever writes over it wrote over what was shown',
    run: oneCustomer,
  },
]

async function oneService(stage: Stage): Promise<void> {
  const { demo } = stage.program
  const id = demo.services.find(({ name }) => name === 'Haarschnitt Herren')?.id
  const [first, second] = await two(stage, stage.path(`services/${id}`))
  await second.getByLabel('Buffer after').waitFor()
  await first.getByLabel(/^Price/).fill('35')
  await saved(first)
  await second.getByLabel('Buffer after').fill('10')
  await save(second)
  expect(await both(second, /Price/)).toEqual(['34', '35'])
  expect((await api(demo, `GET /v1/services/${id}`)).body).toMatchObject({
    price_minor: 3500,
    buffer_after: 5,
  })
  expect(await seriousFaults(second)).toEqual([])
  await second.getByRole('button', { name: 'Take theirs' }).click()
  const shown = () => second.getByLabel(/^Price/).inputValue()
  expect(await eventually(shown, (text) => text === '35.00')).toBe('35.00')
  await second.getByLabel('Buffer after').fill('10')
  await saved(second)
  expect((await api(demo, `GET /v1/services/${id}`)).body).toMatchObject({
    price_minor: 3500,
    buffer_after: 10,
  })
}

async function oneResource(stage: Stage): Promise<void> {
  const { demo } = stage.program
  const id = demo.resources.find(({ kind }) => kind === 'staff')?.id
  const { body: before } = await api(demo, `GET /v1/resources/${id}`)
  const [first, second] = await two(stage, stage.path(`staff/${id}`))
  const name = (page: Page) => page.getByLabel('Name', { exact: false }).first()
  const saveForm = (page: Page) => page.getByRole('button', { name: 'Save' }).first().click()
  await name(second).waitFor()
  await name(first).fill(`${before.name} M.`)
  await saveForm(first)
  await first.getByText('Saved').waitFor()
  await second.getByLabel('At the same time').fill('2')
  await saveForm(second)
  expect(await both(second, 'Name')).toEqual([before.name, `${before.name} M.`])
  expect(await both(second, 'At the same time')).toEqual(['2', '1'])
  await second.getByRole('button', { name: 'Save mine over it' }).click()
  await second.getByText('Saved').waitFor()
  expect((await api(demo, `GET /v1/resources/${id}`)).body).toMatchObject({ name: before.name, seats: 2 })
  await api(demo, `PATCH /v1/resources/${id}`, { body: { seats: 1 } })
}

async function oneWeek(stage: Stage): Promise<void> {
  const { demo } = stage.program
  const [location] = demo.locations
  const [first, second] = await two(stage, stage.path(`hours/${location?.id}`))
  const { body } = await api(demo, `GET /v1/schedules?location_id=${location?.id}`)
  const before = body.data.find(({ resource_id: of }: { resource_id: string | null }) => of === null)
  const closes = before.weekly.monday.at(-1).end
  await second.getByLabel('Monday, to').last().waitFor()
  await first.getByLabel('Monday, to').last().fill('20:00')
  await first.getByRole('button', { name: 'Add a date' }).click()
  await first.getByLabel('Note').fill('Stocktaking')
  await save(hoursOf(first))
  await first.getByText('Saved').waitFor()
  await second.getByLabel('Tuesday, to').last().fill('21:00')
  await save(hoursOf(second))
  const [mine, theirs] = await both(second, 'Monday')
  expect([mine?.endsWith(closes), theirs?.endsWith('20:00')]).toEqual([true, true])
  expect((await both(second, 'Tuesday'))[0]).toMatch(/21:00$/)
  expect(await second.getByRole('cell', { name: 'Closed · Stocktaking' }).count()).toBe(1)
  await second.getByRole('button', { name: 'Take theirs' }).click()
  await second.getByLabel('Note').waitFor()
  expect(await second.getByLabel('Monday, to').last().inputValue()).toBe('20:00')
  const { weekly, overrides } = before
  await api(demo, `PATCH /v1/schedules/${before.id}`, { body: { weekly, overrides } })
}

async function oneCustomer(stage: Stage): Promise<void> {
  const { demo } = stage.program
  const made = await api(demo, 'POST /v1/customers', { body: { name: 'Dora Doppelt', language: 'de' } })
  expect(made.status).toBe(201)
  const { id } = made.body
  const [first, second] = await two(stage, stage.path(`customers/${id}`))
  for (const page of [first, second]) await page.getByRole('tab', { name: 'Details' }).click()
  await second.getByLabel('Notes').waitFor()
  await first.getByLabel('E-mail').fill('dora@example.com')
  await saved(first)
  await second.getByLabel('Notes').fill('Prefers mornings')
  await save(second)
  expect(await both(second, 'E-mail')).toEqual(['', 'dora@example.com'])
  // A third one changes it while the second looks at the difference: that has not been shown, so it is not lost.
  await api(demo, `PATCH /v1/customers/${id}`, { body: { name: 'Dora Dreifach' } })
  await second.getByRole('button', { name: 'Save mine over it' }).click()
  expect(await both(second, 'Name')).toEqual(['Dora Doppelt', 'Dora Dreifach'])
  expect((await api(demo, `GET /v1/customers/${id}`)).body).toMatchObject({
    name: 'Dora Dreifach',
    email: 'dora@example.com',
  })
  expect(await seriousFaults(second)).toEqual([])
  await second.getByRole('button', { name: 'Save mine over it' }).click()
  await second.getByText('Saved').waitFor()
  expect((await api(demo, `GET /v1/customers/${id}`)).body).toMatchObject({
    name: 'Dora Doppelt',
    email: null,
    notes: 'Prefers mornings',
  })
}
