import { expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { api } from '../../core/test/program/api.ts'
import { PhoneLine } from '../../core/test/program/phone-line.ts'
import { seriousFaults } from './accessibility.ts'
import type { Scenario, Stage } from './stage.ts'

const IMAGE = '<img src=x onerror=alert(1)>'
const SCRIPT = '<script>alert(2)</script>'

export const callScenarios: Scenario[] = [
  {
    name: 'a simulated call is watched live, up to the appointment that comes of it',
    async run(stage) {
      const page = await stage.open(stage.path('calls/simulate'))
      await page.getByText('Your own words').click()
      await page
        .getByLabel('What the caller says, one line each')
        .fill('Morgen in einer Woche um elf Uhr einen Herrenhaarschnitt\nJa, das passt\nMia Schneider')
      await choose(page, 'Language of the caller', 'Deutsch')
      await choose(page, 'Speed', '10 times as fast as people')
      await page.getByRole('button', { name: 'Ring' }).click()
      await page.getByText('The call is going on.').waitFor()
      await page.getByRole('button', { name: /check_availability/ }).waitFor()
      await page.getByText('The call is over.').waitFor()
      expect(await seriousFaults(page)).toEqual([])
      const made = page.getByRole('link', { name: 'Haarschnitt Herren' })
      await made.click()
      await page.getByRole('heading', { level: 1, name: /Mia Schneider/ }).waitFor()
      await page.getByRole('link', { name: 'Mia Schneider' }).first().click()
      await page.getByRole('tab', { name: 'Calls' }).click()
      await page.getByRole('table', { name: 'Calls' }).getByText('Booked').first().waitFor()
    },
  },
  {
    name: 'what callers, agents and providers write is shown as text, whatever it is',
    async run(stage) {
      const id = await attack(stage)
      const page = await stage.open(stage.path(`calls/${id}`))
      const dialogs: string[] = []
      page.on('dialog', (dialog) => {
        dialogs.push(dialog.message())
        void dialog.dismiss()
      })
      await page.getByText(`Ich heiße ${IMAGE}`).waitFor()
      await page.getByText(SCRIPT).first().waitFor()
      await page.getByRole('button', { name: /request_callback/ }).click()
      await page.getByText(`"reason": "${SCRIPT}"`).waitFor()
      await page.getByText(`Summary ${IMAGE}`).waitFor()
      await page.goto(`${stage.program.hub.url}${stage.path('customers')}?q=img`)
      await page.getByRole('cell', { name: IMAGE }).click()
      await page.getByRole('heading', { level: 1, name: IMAGE }).waitFor()
      expect(await page.locator('img[src="x"]').count()).toBe(0)
      expect(dialogs).toEqual([])
    },
  },
  {
    name: 'a call in which the agent promised too much is settled with a note',
    async run(stage) {
      const page = await stage.open(stage.path('calls?review=open'))
      await page.getByRole('table', { name: 'Calls' }).getByText('To review').first().click()
      await page
        .getByText('The agent spoke of a booking although nothing was booked', { exact: false })
        .waitFor()
      await page.getByLabel('Note').fill('Called back.')
      await page.getByRole('button', { name: 'Settle' }).click()
      await page.getByText(/^Settled by .+/).waitFor()
      await page.getByText('Called back.').waitFor()
    },
  },
]

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

/** Somebody whose name, words and arguments are markup. Gives the id of the call. */
async function attack({ program }: Stage): Promise<string> {
  const { demo, hub, sandbox } = program
  const line = new PhoneLine({
    baseUrl: hub.url,
    connectionId: demo.connections.find(({ plugin }) => plugin === 'retell')?.id ?? '',
    apiKey: sandbox.apiKeys.retell ?? '',
    to: demo.locations[0]?.phone ?? '',
    from: '+491713920019',
  })
  const there = { ...demo, base_url: hub.url }
  const customer = { name: IMAGE, phone: '+491713920019', language: 'de' }
  expect((await api(there, 'POST /v1/customers', { body: customer })).status).toBe(201)
  await line.event('call_started')
  await line.function('request_callback', { reason: SCRIPT, name: IMAGE })
  const over = JSON.parse(line.eventBody('call_analyzed'))
  over.call.transcript = undefined
  over.call.transcript_object = [
    { role: 'user', content: `Ich heiße ${IMAGE}`, words: [] },
    { role: 'agent', content: `Ihr Termin ist gebucht. ${SCRIPT}`, words: [] },
  ]
  over.call.call_analysis = { call_summary: `Summary ${IMAGE}`, user_sentiment: SCRIPT }
  await line.post('events', JSON.stringify(over))
  for (;;) {
    const { body } = await api(there, 'GET /v1/calls?number=1713920019')
    if (body.data[0]?.analysis) return body.data[0].id
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
