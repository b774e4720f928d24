import { randomUUID } from 'node:crypto'
import { expect } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { rowsOf } from '../../core/platform/testing/database-rows.ts'
import { api, eventually } from '../../core/test/program/api.ts'
import { control } from '../../core/test/program/demo-hub.ts'
import { seriousFaults } from './accessibility.ts'
import { settled } from './settled.ts'
import type { Scenario, Stage } from './stage.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const TERMS = {
  currency: 'EUR',
  tax_percent: '19',
  prices: [{ model: 'per_unit', meter: 'call_seconds', unit: 'minute', unit_price: '1.00' }],
}

const ofAgency = (stage: Stage, page: string) => `/admin/c/${stage.program.demo.agency.id}/${page}`

const pagePath = (tenantId: string, page: string) => `/admin/c/${tenantId}/${page}`

/** As the agency, or as one below it. Gives the body of the reply. */
async function asAgency({ program: { demo } }: Stage, route: string, body?: unknown, tenant?: string) {
  const reply = await api(demo, route, {
    key: demo.agency.api_key,
    tenant,
    ...(body === undefined ? {} : { body }),
  })
  expect([route, reply.status, reply.body?.detail]).toEqual([route, expect.any(Number), undefined])
  return reply.body
}

async function newClient(stage: Stage, name: string): Promise<string> {
  const body = { kind: 'client', name, zone: 'Europe/Berlin', currency: 'EUR', language: 'de' }
  return (await asAgency(stage, 'POST /v1/tenants', body)).id
}

/** A hundred minutes of calls, a minute ago. */
const used = (stage: Stage, clientId: string) =>
  asAgency(
    stage,
    'POST /v1/usage-events',
    {
      event_id: randomUUID(),
      meter: 'call_seconds',
      quantity: '6000',
      occurred_at: new Date(Date.now() - MINUTE).toISOString(),
    },
    clientId,
  )

/** A draft over 100.00 and 19 % VAT, whose period has just ended. */
async function endedDraft(stage: Stage, clientId: string): Promise<string> {
  const plan = await asAgency(stage, 'POST /v1/plans', { name: `Plan ${clientId}`, terms: TERMS })
  const anchor_date = new Date(Date.now() - DAY).toISOString().slice(0, 10)
  await asAgency(stage, 'POST /v1/subscriptions', { recipient_id: clientId, plan_id: plan.id, anchor_date })
  await used(stage, clientId)
  const drafts = await eventually(
    async () => (await asAgency(stage, 'GET /v1/invoices', undefined, clientId)).data,
    ([draft]) => draft?.totals.total_minor === 11_900,
  )
  const { id } = drafts[0]
  const { database } = stage.program
  await rowsOf(database, `update invoices set period_end = now() - interval '1 second' where id = $1`, [id])
  return id
}

const atStripe = async ({ program: { demo } }: Stage) =>
  (await control(demo, 'GET', '/state/stripe')) as {
    customers: Array<{ id: string; name: string }>
    charges: Array<{ id: string; customer: string; paid: boolean }>
  }

async function finalize(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Finalize' }).click()
  await dialog(page).getByRole('button', { name: 'Finalize' }).click()
  await page.getByRole('heading', { level: 1, name: /^Invoice / }).waitFor()
}

const dialog = (page: Page): Locator => page.getByRole('dialog')

/** Opens the dialog of an action and fills it in; what is refused stays open. */
async function correct(page: Page, act: string, { amount, also }: { amount?: string; also?: string }) {
  await page.getByRole('button', { name: act, exact: true }).click()
  await dialog(page).getByLabel('Reason').fill('Goodwill')
  if (amount)
    await dialog(page)
      .getByLabel(/^Amount/)
      .fill(amount)
  if (also) await dialog(page).getByLabel(also).check()
  await send(page, act)
}

const send = (page: Page, act: string) => dialog(page).getByRole('button', { name: act, exact: true }).click()

async function choose(within: Page | Locator, label: string, option: string): Promise<void> {
  await within.getByRole('combobox', { name: label }).click()
  const page = 'page' in within ? within.page() : within
  await page.getByRole('option', { name: option, exact: true }).click()
}

/** The provider's page, on which this card is given; it leads back as the provider's does. */
async function playCheckout(stage: Stage, page: Page, card: string): Promise<void> {
  await page.route('https://checkout.stripe.invalid/**', async (route) => {
    const session = new URL(route.request().url()).pathname.split('/').at(-1)
    await control(stage.program.demo, 'POST', `/stripe/checkout/${session}/complete`, {
      payment_method: card,
    })
    await route.fulfill({ status: 302, headers: { location: page.url() } })
  })
}

/** The client's own page: an address that is none is refused, a card that will be declined is taken. */
async function giveBadCard(stage: Stage, page: Page, clientId: string): Promise<void> {
  await page.goto(`${stage.program.hub.url}${pagePath(clientId, 'billing?tab=payment')}`)
  await page.getByText('No means of payment').waitFor()
  await page.getByLabel('E-mail address for invoices').fill('office')
  await page.getByRole('region', { name: 'Where invoices go' }).getByRole('button', { name: 'Save' }).click()
  await eventually(
    () => page.getByLabel('E-mail address for invoices').getAttribute('aria-invalid'),
    (invalid) => invalid === 'true',
  )
  await playCheckout(stage, page, 'pm_card_chargeCustomerFail')
  await page.getByRole('button', { name: 'Give a card or an account' }).click()
  await page.getByText('Declined or ended').waitFor()
  expect(await seriousFaults(page)).toEqual([])
}

/** After the payer has another card. Gives the customer at the provider. */
async function collectAgain(stage: Stage, page: Page, payer: string): Promise<string | undefined> {
  await page.getByText('Collection failed').waitFor()
  const { customers } = await atStripe(stage)
  const customer = customers.find(({ name }) => name === payer)?.id
  await control(stage.program.demo, 'PUT', '/stripe/cards', { card: 'pm_card_visa', customer })
  await page.getByRole('button', { name: 'Collect again' }).click()
  await dialog(page).getByRole('button', { name: 'Collect again' }).click()
  await page.getByText('Paid', { exact: true }).waitFor()
  return customer
}

async function creditAndRefund(page: Page): Promise<void> {
  await correct(page, 'Credit', { amount: '500' })
  await dialog(page).getByText('At most €100.00.').waitFor()
  await dialog(page)
    .getByLabel(/^Amount/)
    .fill('10')
  await send(page, 'Credit')
  await page.getByText('To be given back: €11.90').waitFor()
  await correct(page, 'Refund', { amount: '50' })
  await dialog(page).getByText('At most €11.90.').waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await dialog(page)
    .getByLabel(/^Amount/)
    .fill('5')
  await send(page, 'Refund')
  await page.getByText('Given back', { exact: true }).waitFor()
}

/** One request: what is refused leaves the client on the plan that it has. */
async function changePlan(stage: Stage, page: Page): Promise<void> {
  await asAgency(stage, 'POST /v1/plans', { name: 'Einfach', terms: TERMS })
  await page.reload()
  const writes: string[] = []
  page.on('request', (request) => {
    if (request.method() !== 'GET') writes.push(`${request.method()} ${new URL(request.url()).pathname}`)
  })
  await page.getByRole('button', { name: 'Change plan: Praxis Abendrot' }).click()
  await dialog(page).getByText('“Staffel” ends now.').waitFor()
  await choose(dialog(page), 'Plan', 'Einfach')
  await dialog(page).getByRole('button', { name: 'Put on this plan' }).click()
  await dialog(page).waitFor({ state: 'hidden' })
  await page
    .getByRole('row', { name: /Praxis Abendrot/ })
    .getByRole('link', { name: 'Einfach' })
    .waitFor()
  expect(writes).toEqual(['POST /v1/subscriptions'])
}

/** By keyboard alone; a VAT number is typed as it is printed. */
async function enterDetails(page: Page, name: string, vatId: string): Promise<void> {
  await page.getByLabel('Name on invoices').fill(name)
  await page.keyboard.press('Tab')
  for (const text of ['Lange Str. 2', 'Hinterhaus', '20457', 'Hamburg']) {
    await page.keyboard.type(text)
    await page.keyboard.press('Tab')
  }
  await page.keyboard.type('Germ')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('office@example.com')
  await page.keyboard.press('Tab')
  await page.keyboard.type(vatId)
  await page.keyboard.press('Enter')
}

const details = (page: Page): Locator => page.getByRole('region', { name: 'Billing details' })

/** What is refused stands at its field; what somebody else has saved meanwhile is shown before it is written over. */
async function giveDetails(stage: Stage, page: Page, clientId: string): Promise<void> {
  await page.getByRole('link', { name: 'Enter the billing details of Atelier Süd' }).click()
  await enterDetails(page, 'Atelier Süd e. K.', 'de 1')
  await eventually(
    () => page.getByLabel('VAT ID').getAttribute('aria-invalid'),
    (invalid) => invalid === 'true',
  )
  expect(await seriousFaults(page)).toEqual([])
  await asAgency(
    stage,
    'PUT /v1/billing-details',
    { name: 'Somebody else', line1: 'Weg 1', city: 'Wien', country: 'AT' },
    clientId,
  )
  await page.getByLabel('VAT ID').fill('DE 123 456 789')
  await page.keyboard.press('Enter')
  await details(page).getByRole('row', { name: 'Country Germany Austria' }).waitFor()
  await details(page).getByRole('button', { name: 'Save mine' }).click()
  await details(page).getByRole('row', { name: 'Country Germany Austria' }).waitFor({ state: 'hidden' })
  expect(await page.getByLabel('VAT ID').inputValue()).toBe('DE123456789')
}

/** As it is on paper: who sends it and who gets it. */
async function printed(page: Page): Promise<string[]> {
  await page.emulateMedia({ media: 'print' })
  const sides = ['From', 'To'].map((name) => page.getByRole('region', { name, exact: true }))
  const texts = await Promise.all(sides.map((side) => side.locator('p:visible').allTextContents()))
  await page.emulateMedia({ media: 'screen' })
  return texts.map((lines) => lines.join(', '))
}

/** A bank asks; and how the invoice is printed. */
async function dispute(stage: Stage, page: Page, customer: string | undefined): Promise<void> {
  const { charges } = await atStripe(stage)
  const charge = charges.find((one) => one.customer === customer && one.paid)?.id
  await control(stage.program.demo, 'POST', `/stripe/charges/${charge}/dispute`, { amount: 200 })
  await page.getByText('To be answered').waitFor()
  await page.emulateMedia({ media: 'print' })
  await page.getByRole('navigation').waitFor({ state: 'hidden' })
  await page.getByRole('table', { name: 'Lines' }).getByText('€119.00').waitFor()
  await page.emulateMedia({ media: 'screen' })
  await page.goto(`${stage.program.hub.url}${ofAgency(stage, 'billing?tab=disputes')}`)
  await page.getByRole('table', { name: 'Disputes' }).getByText('€2.00').waitFor()
  expect(await seriousFaults(page)).toEqual([])
}

export const billingScenarios: Scenario[] = [
  {
    name: 'a plan in tiers shows beforehand what a month costs, what is refused stands at its field, and a client is put on it',
    async run(stage) {
      const clientId = await newClient(stage, 'Praxis Abendrot')
      await used(stage, clientId)
      const page = await stage.open(ofAgency(stage, 'billing?tab=plans'), { expected: /422/ })
      await page.getByRole('link', { name: 'New plan' }).click()
      await page.getByLabel('Name').fill('Staffel')
      await choose(page, 'How it is charged', 'In tiers, each at its own price')
      await page.getByLabel('Up to (minutes)').fill('60')
      await page.getByLabel('Price each (EUR)').nth(0).fill('0.5')
      await page.getByLabel('Price each (EUR)').nth(1).fill('0.25')
      await page.getByText('Last 30 days').click()
      await choose(page, 'With the usage of', 'Praxis Abendrot')
      await page.getByRole('cell', { name: '€30.00' }).waitFor()
      await page.getByRole('cell', { name: /tier from 0 to 60 min/ }).waitFor()
      await page.getByRole('columnheader', { name: '€40.00' }).waitFor()
      await page.getByRole('button', { name: 'Discount and limits of the whole plan' }).click()
      const least = page.getByLabel('At least (EUR)').last()
      await least.fill('90')
      await page.getByLabel('At most (EUR)').last().fill('80')
      await page.getByText('As it stands it cannot be priced').waitFor()
      await page.getByRole('button', { name: 'Save' }).click()
      await eventually(
        () => least.getAttribute('aria-invalid'),
        (invalid) => invalid === 'true',
      )
      await page.getByText('must not exceed cap_minor').waitFor()
      await least.fill('')
      expect(await seriousFaults(page)).toEqual([])
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('heading', { level: 1, name: 'Staffel' }).waitFor()

      await page.goto(`${stage.program.hub.url}${ofAgency(stage, 'billing?tab=plans')}`)
      await page.getByRole('button', { name: 'Choose a plan: Praxis Abendrot' }).click()
      await choose(dialog(page), 'Plan', 'Staffel')
      await dialog(page)
        .getByLabel('From')
        .fill(new Date(Date.now() - DAY).toISOString().slice(0, 10))
      await dialog(page).getByRole('button', { name: 'Put on this plan' }).click()
      await page.getByText('Praxis Abendrot is on the plan.').waitFor()
      await page.getByRole('button', { name: 'End the plan of Praxis Abendrot' }).waitFor()
      expect(await seriousFaults(page)).toEqual([])
      await changePlan(stage, page)

      await page.goto(`${stage.program.hub.url}${pagePath(clientId, 'billing')}`)
      await page.getByText('€1.00 per min').waitFor()
      expect(await page.getByRole('tab').allTextContents()).toEqual(['Usage', 'Invoices', 'Payment details'])
    },
  },
  {
    name: 'an invoice that is declined is collected again, credited and given back, never more than came in; a dispute is seen',
    async run(stage) {
      const { demo, hub } = stage.program
      const clientId = await newClient(stage, 'Werkstatt Nordwind')
      await control(demo, 'PUT', '/stripe/cards', { card: null })
      const invoice = ofAgency(stage, `billing/invoices/${await endedDraft(stage, clientId)}`)
      const page = await stage.open(invoice, { expected: /409|422|checkout\.stripe\.invalid/ })
      await finalize(page)
      await page.getByRole('link', { name: 'Page on which it can be paid' }).waitFor()

      await giveBadCard(stage, page, clientId)
      await page.goto(`${hub.url}${invoice}`)
      const customer = await collectAgain(stage, page, 'Werkstatt Nordwind')
      await creditAndRefund(page)
      await dispute(stage, page, customer)
    },
  },
  {
    name: 'an invoice prints with both addresses as they were when it became final, and a draft says which one is missing',
    async run(stage) {
      const clientId = await newClient(stage, 'Atelier Süd')
      const path = ofAgency(stage, `billing/invoices/${await endedDraft(stage, clientId)}`)
      const page = await stage.open(path, { expected: /412|422/ })
      await page.getByText('The invoice will lack an address').waitFor()
      expect(await seriousFaults(page)).toEqual([])
      await giveDetails(stage, page, clientId)
      await page.goto(`${stage.program.hub.url}${path}`)
      await page.getByRole('link', { name: /^Enter the billing details of/ }).click()
      await enterDetails(page, 'Agentur Nord GmbH', 'DE987654321')
      await page.getByText('Saved', { exact: false }).first().waitFor()
      await page.goto(`${stage.program.hub.url}${path}`)
      await page.getByRole('region', { name: 'From', exact: true }).waitFor()
      await page.getByText('The invoice will lack an address').waitFor({ state: 'hidden' })
      await finalize(page)
      const place = 'Lange Str. 2, Hinterhaus, 20457 Hamburg, Germany, office@example.com, VAT ID'
      const frozen = [
        `From, Agentur Nord GmbH, ${place}: DE987654321`,
        `To, Atelier Süd e. K., ${place}: DE123456789`,
      ]
      expect(await printed(page)).toEqual(frozen)
      expect(await seriousFaults(page)).toEqual([])
      await asAgency(stage, 'DELETE /v1/billing-details', undefined, clientId)
      await page.reload()
      await page.getByRole('region', { name: 'To', exact: true }).waitFor()
      expect(await printed(page)).toEqual(frozen)
    },
  },
  {
    name: 'an unpaid invoice is voided; a paid one is credited whole, and the money goes back at once',
    async run(stage) {
      const { demo, hub } = stage.program
      await control(demo, 'PUT', '/stripe/cards', { card: null })
      const unpaid = await endedDraft(stage, await newClient(stage, 'Studio Ost'))
      const page = await stage.open(ofAgency(stage, `billing/invoices/${unpaid}`))
      await finalize(page)
      await correct(page, 'Void', {})
      await dialog(page).waitFor({ state: 'hidden' })
      await page.getByRole('button', { name: 'Void' }).waitFor({ state: 'hidden' })
      await page.getByText('Void', { exact: true }).waitFor()

      await control(demo, 'PUT', '/stripe/cards', { card: 'pm_card_visa' })
      const paid = await endedDraft(stage, await newClient(stage, 'Studio West'))
      await page.goto(`${hub.url}${ofAgency(stage, `billing/invoices/${paid}`)}`)
      await settled(page)
      await finalize(page)
      await page.getByText('Paid', { exact: true }).waitFor()
      await correct(page, 'Credit', { also: 'Give back at once what was paid too much' })
      await page.getByText('Given back', { exact: true }).waitFor()
      await page.getByRole('heading', { name: 'Refunds' }).waitFor()
    },
  },
]
