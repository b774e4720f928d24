import { expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { rowsOf } from '../../core/platform/testing/database-rows.ts'
import { api, eventually } from '../../core/test/program/api.ts'
import { control } from '../../core/test/program/demo-hub.ts'
import { PhoneLine } from '../../core/test/program/phone-line.ts'
import { seriousFaults } from './accessibility.ts'
import { MARKUP } from './broken-plugins.ts'
import { settled } from './settled.ts'
import type { Scenario, Stage } from './stage.ts'

const connectionOf = ({ program: { demo } }: Stage, plugin: string): string =>
  demo.connections.find((one) => one.plugin === plugin)?.id ?? ''

export const connectionScenarios: Scenario[] = [
  {
    name: 'what a provider delivered is seen with its payload; what was given up is worked on again, one and many',
    run: deliveryLog,
  },
  {
    name: 'what a calendar and the hub know otherwise is told kind by kind, and mended by the comparison itself',
    run: drift,
  },
  {
    name: 'a plugin that did not load has a row with the reason, and the others work',
    run: brokenRows,
  },
]

/** What each row says of a plugin that cannot be used: its state, the exact place or range, and what to do. */
const BROKEN: ReadonlyArray<readonly [id: string, state: string, reason: string, advice: RegExp]> = [
  [
    'askpro-plugin-nowhere',
    'Not valid',
    'no package askpro-plugin-nowhere is installed beside the plugins',
    /^Install what is missing/,
  ],
  ['acme-crashed', 'Its code failed', `TypeError: in pieces ${MARKUP}`, /ASKPRO_PLUGINS_OFF\.$/],
  [
    'acme-older',
    'Needs another version',
    'acme-older 1.0.0 needs @askpro/plugin-sdk ^9.3.0, this hub has 0.1.0',
    /update the hub\.$/,
  ],
  [
    'acme-misspelt',
    'Not valid',
    'plugin.json: /provides/0 must be one of calendar, telephony, payments',
    /mend the file that is named/,
  ],
  [
    'acme-host',
    'Not valid',
    'plugin.json: /hosts/0 must match pattern "^[a-z0-9.-]+$"',
    /mend the file that is named/,
  ],
  ['acme-half', 'Not valid', 'plugin.json: Unexpected end of JSON input', /mend the file that is named/],
]

async function brokenRows(stage: Stage): Promise<void> {
  const page = await stage.open(stage.path('integrations'))
  const rows = page.getByRole('list', { name: 'Plugins that are not used' }).getByRole('listitem')
  await rows.first().waitFor()
  expect(await rows.count()).toBe(BROKEN.length)
  for (const [id, state, reason, advice] of BROKEN) {
    const row = rows.filter({ has: page.getByText(id, { exact: true }) })
    await row.getByText(state, { exact: true }).waitFor()
    await row.getByText(reason).waitFor()
    await row.getByText(advice).waitFor()
  }
  expect(await page.locator('main img').count()).toBe(0)
  for (const name of ['Cal.com', 'Google Calendar', 'Retell', 'Stripe'])
    await page.getByRole('article', { name }).waitFor()
  for (const width of [1_280, 390]) {
    await page.setViewportSize({ width, height: 844 })
    const over = () => page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
    await eventually(over, (pixels) => pixels <= 0)
    expect(await seriousFaults(page)).toEqual([])
  }
}

/** A call's beginning and end, as the provider tells them; ids of the deliveries. */
async function ring({ program: { demo, sandbox } }: Stage, connectionId: string): Promise<string[]> {
  const line = new PhoneLine({
    baseUrl: demo.base_url,
    connectionId,
    apiKey: sandbox.apiKeys.retell ?? '',
    to: demo.locations[0]?.phone ?? '',
    from: '+4915112345678',
  })
  for (const event of ['call_started', 'call_ended'] as const)
    expect((await line.event(event)).status).toBe(200)
  const ofAgency = { key: demo.agency.api_key }
  const { data } = await eventually(
    async () => (await api(demo, `GET /v1/connections/${connectionId}/deliveries?limit=2`, ofAgency)).body,
    ({ data: latest }) => latest.every(({ state }: { state: string }) => state === 'processed'),
  )
  return data.map(({ id }: { id: string }) => id)
}

/** As if the last attempt had failed. */
const giveUp = ({ program: { database } }: Stage, ids: readonly string[]) =>
  rowsOf(
    database,
    `with back as (update inbox set processed_at = null where id = any ($1::uuid[]))
     update jobs set state = 'failed', attempts = 20, last_error = 'The provider refused it.', finished_at = now()
      where kind = 'inbox.process' and unique_key = any ($1::text[])`,
    [ids],
  )

async function deliveryLog(stage: Stage): Promise<void> {
  const id = connectionOf(stage, 'retell')
  const ids = await ring(stage, id)
  await giveUp(stage, ids.slice(0, 1))
  await fetch(`${stage.program.demo.base_url}/hooks/${id}/events`, { method: 'POST', body: '{}' })
  const page = await stage.open(`/admin/c/${stage.program.demo.agency.id}/integrations/${id}?tab=deliveries`)
  await page.getByText('Given up', { exact: true }).first().click()
  const row = page.getByRole('table').getByRole('row')
  await row.getByText('The provider refused it.').click()
  const drawer = page.getByRole('dialog')
  await drawer.getByText('"call_ended"').waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await drawer.getByRole('button', { name: 'Show as it came' }).click()
  await drawer.getByText('+4915112345678').waitFor()
  await drawer.getByRole('button', { name: 'Work on it again' }).click()
  await drawer.getByText('Processed', { exact: true }).waitFor()
  await drawer.getByRole('button', { name: 'Close' }).click()
  await page.getByText('Nothing is in this state.').waitFor()

  await giveUp(stage, ids)
  await page.getByText('All', { exact: true }).first().click()
  await page.reload()
  await page.getByRole('button', { name: 'Work on many again' }).click()
  await drawer.getByLabel(/^First day/).waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await drawer.getByRole('button', { name: 'Work on it again' }).click()
  await page.getByText('2 deliveries are worked on again.').waitFor()
  await page.getByText('The provider refused it.').first().waitFor({ state: 'detached' })
  await eventually(
    async () => {
      await page.reload()
      await settled(page)
      return page.getByRole('heading', { name: 'Refused deliveries' }).count()
    },
    (count) => count === 1,
  )
}

const DAY = 86_400_000
/** Nights in half a year, when nobody is booked. */
const nights = [0, 1, 2].map((day) => {
  const start = new Date(Math.floor(Date.now() / DAY) * DAY + (180 + day) * DAY + 2 * 3_600_000)
  return { start: start.toISOString(), end: new Date(start.getTime() + 3_600_000).toISOString() }
})

/** The first busy night the hub forgets, the second it remembers longer, and one that is not there it believes in. */
async function confuse({ program: { database } }: Stage, connectionId: string): Promise<void> {
  const [lost, longer] = nights.map(({ start }) => start)
  const known = 'connection_id = $1 and lower(during) = $2::timestamptz'
  await rowsOf(
    database,
    `insert into busy_blocks (tenant_id, connection_id, calendar, id, external_id, during)
     select tenant_id, connection_id, calendar, gen_random_uuid(), 'ghost-' || calendar, during from busy_blocks where ${known}`,
    [connectionId, lost],
  )
  await rowsOf(database, `delete from busy_blocks where ${known} and external_id not like 'ghost-%'`, [
    connectionId,
    lost,
  ])
  await rowsOf(
    database,
    `update busy_blocks set during = tstzrange(lower(during), upper(during) + interval '1 hour') where ${known}`,
    [connectionId, longer],
  )
}

/** Asks for a comparison of everything, and waits until it is over. */
async function compared({ program: { demo } }: Stage, page: Page, id: string): Promise<void> {
  const asked = Date.now()
  await page.getByRole('button', { name: 'Compare everything' }).click()
  const states = async () => (await api(demo, `GET /v1/connections/${id}/syncs`)).body.data
  const isOver = ({ compared_at: at }: { compared_at: string | null }) => Date.parse(at ?? '') > asked
  const last = await eventually(states, (all) => all.length > 0 && all.every(isOver))
  expect(last.every(isOver)).toBe(true)
}

async function drift(stage: Stage): Promise<void> {
  const { demo } = stage.program
  const id = connectionOf(stage, 'calcom')
  await control(demo, 'PUT', '/calcom/busy-times', nights.slice(0, 2))
  const page = await stage.open(stage.path(`integrations/${id}?tab=syncs`))
  await compared(stage, page, id)
  await confuse(stage, id)
  await compared(stage, page, id)
  const busy = page.getByRole('row', { name: /^Busy times/ }).first()
  // The page may still show what the comparison before has found.
  const counts = () => busy.getByRole('cell').allTextContents()
  expect(await eventually(counts, (texts) => texts.join() === '1,1,1')).toEqual(['1', '1', '1'])
  expect(await seriousFaults(page)).toEqual([])
  await compared(stage, page, id)
  await page.getByText('No differences at the last comparison.').waitFor()
  await control(demo, 'PUT', '/calcom/busy-times', [])
}
