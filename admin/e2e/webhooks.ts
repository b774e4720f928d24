import { expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { api, eventually } from '../../core/test/program/api.ts'
import { Receiver } from '../../core/webhooks/testing/receiver.ts'
import { seriousFaults } from './accessibility.ts'
import type { Scenario, Stage } from './stage.ts'

/** A client's own system for as long as `work` takes; the operator has opened its address. */
async function withReceiver(
  { program: { hub } }: Stage,
  work: (receiver: Receiver) => Promise<void>,
): Promise<void> {
  const receiver = await Receiver.start()
  hub.opened.add(receiver.host)
  try {
    await work(receiver)
  } finally {
    hub.opened.delete(receiver.host)
    await receiver.stop()
  }
}

async function listenAt({ program: { demo } }: Stage, url: string): Promise<string> {
  const body = { url, description: 'The shop’s own system', event_types: ['invoice.*'] }
  const reply = await api(demo, 'POST /v1/webhook-endpoints', { body })
  expect(reply.status).toBe(201)
  return reply.body.id
}

const idsOf = (receiver: Receiver, path: string) =>
  receiver.at(path).map(({ headers }) => headers['webhook-id'])
const secretOn = (page: Page) => page.getByText(/^whsec_/)
const secretKept = (page: Page) => page.getByRole('button', { name: 'I have kept it' })

export const webhookScenarios: Scenario[] = [
  {
    name: 'an endpoint is added; an attempt that fails and the next one are in its log; sent again it is the same message',
    run: (stage) => withReceiver(stage, (receiver) => firstEndpoint(stage, receiver)),
  },
  {
    name: 'an endpoint that was switched off by itself says why, and is switched on again',
    run: (stage) => withReceiver(stage, (receiver) => goneAndBack(stage, receiver)),
  },
  {
    name: 'an endpoint is changed; whoever comes too late sees which fields differ',
    run: (stage) => withReceiver(stage, (receiver) => changedTwice(stage, receiver)),
  },
]

async function firstEndpoint(stage: Stage, receiver: Receiver): Promise<void> {
  receiver.on('/first', () => ({ status: receiver.at('/first').length === 1 ? 500 : 204 }))
  const page = await stage.open(stage.path('webhooks'), { expected: /422/ })
  await page.getByRole('button', { name: 'Add an endpoint' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^Address/).fill('http://example.com/plain')
  await dialog.getByRole('combobox', { name: /^Events/ }).fill('everything')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  // The list of words is one field, and its complaint stands at it.
  await dialog.getByText('must be written like this: appointment.booked, invoice.*').waitFor()
  expect(await dialog.getByLabel(/^Address/).inputValue()).toBe('http://example.com/plain')
  await dialog.getByRole('combobox', { name: /^Events/ }).press('Backspace')
  await page.keyboard.press('Tab')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.getByText('Only https addresses are called.').waitFor()
  await dialog.getByLabel(/^Address/).fill(`http://${receiver.host}/first`)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  const first = await secretOn(page).textContent()
  expect(await seriousFaults(page)).toEqual([])
  // A slip of the hand does not take it away.
  await page.keyboard.press('Escape')
  expect(await secretOn(page).textContent()).toBe(first)
  await secretKept(page).click()
  await secretOn(page).waitFor({ state: 'detached' })

  await page.getByRole('row', { name: receiver.host }).click()
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByRole('row', { name: 'webhook.ping' }).click()
  await dialog.getByText('Attempt 1: Answer 500').waitFor()
  await dialog.getByText('Attempt 2: Answer 204').waitFor()
  await dialog.getByRole('button', { name: 'Send again' }).click()
  await dialog.getByText('Attempt 3: Answer 204').waitFor()
  const [id] = idsOf(receiver, '/first')
  expect(idsOf(receiver, '/first')).toEqual([id, id, id])
  await dialog.getByText(id ?? '', { exact: true }).waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Close' }).click()
  await dialog.waitFor({ state: 'hidden' })

  await page.getByRole('button', { name: 'New secret' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'New secret' }).click()
  expect(await secretOn(page).textContent()).not.toBe(first)
  await page.getByRole('button', { name: 'Send a test' }).click()
  const signatures = async () => receiver.at('/first').at(-1)?.headers['webhook-signature'] ?? ''
  // For a day with both, the old and the new one.
  expect(await eventually(signatures, (text) => text.includes(' '))).toMatch(/^v1,\S+ v1,\S+$/)
}

async function goneAndBack(stage: Stage, receiver: Receiver): Promise<void> {
  receiver.on('/gone', 410)
  const id = await listenAt(stage, `http://${receiver.host}/gone`)
  const page = await stage.open(stage.path(`webhooks/${id}`))
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('the address answered 410: it does not want events any more').waitFor()
  await page.getByRole('row', { name: /webhook.ping.*Failed/ }).waitFor()
  expect(await page.getByRole('button', { name: 'Send a test' }).isDisabled()).toBe(true)
  expect(await seriousFaults(page)).toEqual([])
  receiver.on('/gone', 204)
  await page.getByRole('button', { name: 'Switch on' }).click()
  await page.getByText('On', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Send all failed ones again' }).click()
  await page.getByRole('row', { name: /webhook.ping.*Delivered/ }).waitFor()
}

async function changedTwice(stage: Stage, receiver: Receiver): Promise<void> {
  const { demo } = stage.program
  const id = await listenAt(stage, `http://${receiver.host}/old`)
  const path = stage.path(`webhooks/${id}?tab=settings`)
  const [first, second] = [await stage.open(path), await stage.open(path, { expected: /412/ })]
  const addressOf = (page: Page) => page.getByLabel(/^Address/)
  await addressOf(second).waitFor()
  await addressOf(first).fill(`http://${receiver.host}/new`)
  await first.getByRole('combobox', { name: /^Events/ }).fill('call.*')
  await first.keyboard.press('Enter')
  await first.getByRole('button', { name: 'Save' }).click()
  await first.getByText('Saved').waitFor()
  await second.getByLabel('Description').fill('Bookkeeping')
  await second.getByRole('button', { name: 'Save' }).click()
  const differing = (field: string) => second.getByRole('row', { name: field }).getByRole('cell')
  await differing('Address').first().waitFor()
  expect(await differing('Events').allTextContents()).toEqual(['invoice.*', 'invoice.*, call.*'])
  expect(await differing('Description').allTextContents()).toEqual(['Bookkeeping', 'The shop’s own system'])
  expect(await seriousFaults(second)).toEqual([])
  await second.getByRole('button', { name: 'Take theirs' }).click()
  await eventually(
    () => addressOf(second).inputValue(),
    (url) => url.endsWith('/new'),
  )
  await second.getByLabel('Description').fill('Bookkeeping')
  await second.getByRole('button', { name: 'Save' }).click()
  await second.getByText('Saved').waitFor()
  expect((await api(demo, `GET /v1/webhook-endpoints/${id}`)).body).toMatchObject({
    url: `http://${receiver.host}/new`,
    description: 'Bookkeeping',
    event_types: ['invoice.*', 'call.*'],
  })
}
