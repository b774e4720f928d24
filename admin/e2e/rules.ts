import { expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { api } from '../../core/test/program/api.ts'
import { seriousFaults } from './accessibility.ts'
import { book, choose, dayOf, drawn, freeTimes } from './desk-stage.ts'
import type { Scenario, Stage } from './stage.ts'

export const ruleScenarios: Scenario[] = [
  {
    name: 'rules are set in plain words; whoever cancels for a customer is told the fee, or why not, before and after',
    run: feeAndNotice,
  },
  {
    name: 'a hold is called a hold, is let go by hand, and its history says so',
    run: heldAndLetGo,
  },
]

const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).last().click()

async function feeAndNotice(stage: Stage): Promise<void> {
  const { demo, hub } = stage.program
  const { serviceId, pair } = await freeTimes(stage)
  const page = await stage.open(stage.path('rules'), { expected: /409/ })
  await choose(page, 'What does it cost?', 'A fixed fee')
  await page.getByLabel('Fee (EUR)').fill('20')
  await page.getByLabel('From hours before').fill('5000')
  await page.getByText('Cancelling it now costs 20 euros', { exact: false }).first().waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await save(page)
  await page.getByText('Saved').waitFor()
  expect((await api(demo, 'GET /v1/policies/client')).body).toMatchObject({
    cancel: { fee: { amount_minor: 2_000, within_minutes: 300_000 } },
  })
  const costly = await book(stage, serviceId, pair[0], 'Gero Gebühr')
  await cancelAs(page, `${hub.url}${stage.path(`appointments/${costly.id}`)}`, 'The customer')
  await page.getByText('The customer owes you €20.00', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Cancel the appointment' }).click()
  await page.getByText('The appointment is cancelled. The customer owes you €20.00.').waitFor()
  await page.getByText('Cancelled, by the customer · fee: €20.00').waitFor()
  await page.goto(`${hub.url}${stage.path(`services/${serviceId}`)}`)
  await page.getByRole('button', { name: 'Make an exception' }).click()
  await choose(page, 'Until when?', 'Up to some hours before')
  await page.getByLabel('Hours before the start').first().fill('5000')
  await page.getByText('it could only be cancelled until', { exact: false }).waitFor()
  await save(page)
  await page.getByText('Saved').waitFor()
  await listedException(page, `${hub.url}${stage.path('rules')}`)
  const late = await book(stage, serviceId, pair[0], 'Lars Late')
  await cancelAs(page, `${hub.url}${stage.path(`appointments/${late.id}`)}`, 'The customer')
  await page.getByText('By your rules the customer may not cancel any more').waitFor()
  await page.getByRole('button', { name: 'Cancel the appointment' }).click()
  await page.getByRole('alert').filter({ hasText: 'It is too late to cancel it.' }).waitFor()
  await page.getByText('We do', { exact: true }).click()
  await page.getByRole('button', { name: 'Cancel the appointment' }).click()
  await page.getByText('Cancelled, by the business', { exact: true }).waitFor()
  for (const path of ['client', `services/${serviceId}`])
    expect((await api(demo, `DELETE /v1/policies/${path}`)).status).toBe(204)
}

/** Among the rules of the business, with what differs; it leads back to the page of what it concerns. */
async function listedException(page: Page, rules: string): Promise<void> {
  await page.goto(rules)
  const row = page
    .getByRole('table', { name: 'Exceptions' })
    .getByRole('row', { name: /^Haarschnitt Herren/ })
  await row.getByText('Cancelling: Until when? Up to 5,000 h before', { exact: true }).waitFor()
  expect(await row.getByText('Cancelling: What does it cost?', { exact: false }).count()).toBe(0)
  expect(await seriousFaults(page)).toEqual([])
  await row.getByRole('link', { name: 'Haarschnitt Herren' }).click()
  await page.getByRole('region', { name: 'Rules of this service' }).waitFor()
}

async function cancelAs(page: Page, address: string, who: string): Promise<void> {
  await page.goto(address)
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await page.getByRole('dialog', { name: 'Cancel this appointment?' }).getByText(who, { exact: true }).click()
}

async function heldAndLetGo(stage: Stage): Promise<void> {
  const { demo } = stage.program
  const { serviceId, pair } = await freeTimes(stage)
  const [{ start, resource_ids }] = pair
  const body = {
    service_id: serviceId,
    location_id: demo.locations[0]?.id,
    start,
    resource_id: resource_ids[0],
  }
  const held = await api(demo, 'POST /v1/holds', { body })
  expect([held.status, held.body.code]).toEqual([201, undefined])
  const page = await stage.open(`${stage.path('calendar')}?date=${dayOf(pair[0])}`)
  const shown = drawn(page, held.body)
  await shown.getByText(/^[0-4]:\d\d · held$/).waitFor()
  await shown.click()
  const panel = page.getByRole('dialog', { name: 'Hold' })
  await panel.waitFor()
  await panel.getByRole('button', { name: 'Let the hold go' }).click()
  const question = page.getByRole('dialog', { name: 'Let this hold go?' })
  await question.getByText('Its time is free at once.', { exact: false }).waitFor()
  await question.getByRole('button', { name: 'Let the hold go' }).click()
  await page.getByText('The hold is let go; its time is free.').waitFor()
  await shown.waitFor({ state: 'detached' })
  await page.goto(`${stage.program.hub.url}${stage.path(`appointments/${held.body.id}`)}`)
  await page.getByRole('heading', { level: 1, name: /^Hold · / }).waitFor()
  await page.getByText('The hold was let go, by the business').waitFor()
}
