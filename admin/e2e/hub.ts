import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { api, eventually } from '../../core/test/program/api.ts'
import { control } from '../../core/test/program/demo-hub.ts'
import { seriousFaults } from './accessibility.ts'
import { settled } from './settled.ts'
import type { Scenario, Stage } from './stage.ts'

type Provider = 'calcom' | 'google-calendar' | 'retell' | 'stripe'

/** What an admin types in for an account at a stand-in, by the labels of the plugin's schema. */
function typedFor({ program: { sandbox } }: Stage, provider: Provider): Record<string, string> {
  const { addresses, apiKeys } = sandbox
  const key = (name: string) => apiKeys[name] ?? ''
  if (provider === 'google-calendar')
    return {
      'OAuth client id': key('google_client_id'),
      'OAuth client secret': key('google_client_secret'),
      'Address of a test server': addresses.google_calendar ?? '',
    }
  const label = provider === 'stripe' ? 'Secret key' : 'API key'
  return { [label]: key(provider), 'Address of the API': addresses[provider] ?? '' }
}

async function typeAll(page: Page, typed: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(typed))
    await page
      .getByLabel(new RegExp(`^${label}`))
      .first()
      .fill(value)
}

const save = (page: Page) => page.getByRole('button', { name: 'Check and save' }).click()

/** The first step of the wizard; gives the id of the connection. */
async function begin(page: Page, stage: Stage, provider: Provider): Promise<string> {
  await page.goto(`${stage.program.hub.url}${stage.path(`integrations/new/${provider}`)}`)
  await settled(page)
  await typeAll(page, typedFor(stage, provider))
  await save(page)
  await page.waitForURL('**/setup')
  return new URL(page.url()).pathname.split('/').at(-2) ?? ''
}

async function finish(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Next', exact: true }).click()
  await page.getByRole('link', { name: 'Open the connection' }).click()
  await page.getByText('Works', { exact: true }).waitFor()
}

/** Not while its page is shown, which would ask for it once more. */
async function remove(page: Page, stage: Stage, id: string): Promise<void> {
  await page.goto(`${stage.program.hub.url}${stage.path('integrations')}`)
  await settled(page)
  await api(stage.program.demo, `DELETE /v1/connections/${id}`)
}

/** Refuses every request with a text of its own, as a provider might that means no good. */
async function refusingProvider(message: string): Promise<{ url: string; host: string; stop: () => void }> {
  const server = createServer((_, response) => {
    response.writeHead(403, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ status: 'error', error: { code: 'FORBIDDEN', message } }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url: `http://${host}`, host, stop: () => server.close() }
}

/** The client's draft once it has a line for 25 minutes, which are more than the plan includes. */
async function draftWithUsage({ program: { demo } }: Stage): Promise<string> {
  const body = {
    event_id: randomUUID(),
    meter: 'call_seconds',
    quantity: '1500',
    occurred_at: new Date().toISOString(),
  }
  const asAgency = { key: demo.agency.api_key, tenant: demo.client.id }
  await api(demo, 'POST /v1/usage-events', { ...asAgency, body })
  const drafts = await eventually(
    async () => {
      const { data } = (await api(demo, 'GET /v1/invoices')).body
      return data.filter(({ lines }: { lines: Array<{ meter?: string }> }) =>
        lines.some(({ meter }) => meter === 'call_seconds'),
      )
    },
    (found) => found.length > 0,
  )
  return drafts[0].id
}

export const hubScenarios: Scenario[] = [
  {
    name: 'each of the four providers is connected by the wizard, checked before it is saved',
    async run(stage) {
      const { google_calendar: google = '' } = stage.program.sandbox.addresses
      const expected = new RegExp(`^${google.replaceAll('.', '\\.')}\\S* was asked for$`)
      const page = await stage.open(stage.path('integrations'), { expected })
      for (const provider of ['calcom', 'retell', 'stripe'] as const) {
        const id = await begin(page, stage, provider)
        await finish(page)
        await remove(page, stage, id)
      }
      const id = await begin(page, stage, 'google-calendar')
      await page.getByRole('button', { name: 'Go to the provider' }).click()
      await page.waitForURL('**/admin/consent?outcome=ready')
      expect(await seriousFaults(page)).toEqual([])
      await page.getByRole('link', { name: 'Go on' }).click()
      await finish(page)
      await remove(page, stage, id)
    },
  },
  {
    name: 'a key that the provider takes back is told in words, and a new one mends the connection',
    async run(stage) {
      const { demo } = stage.program
      const id = demo.connections.find(({ plugin }) => plugin === 'calcom')?.id
      const page = await stage.open(stage.path(`integrations/${id}`), { expected: /50\d|422|409/ })
      await control(demo, 'PUT', '/faults/calcom', { status: 401 })
      await page.getByRole('button', { name: 'Try now' }).click()
      await page.getByText('The provider does not accept the key or the consent any more.').waitFor()
      await control(demo, 'DELETE', '/faults/calcom')
      await page.getByRole('button', { name: 'Correct the settings' }).click()
      const [key] = Object.values(typedFor(stage, 'calcom'))
      await page
        .getByLabel(/^API key/)
        .first()
        .fill(key ?? '')
      await save(page)
      await page.getByText('Works', { exact: true }).waitFor()
      expect(await seriousFaults(page)).toEqual([])
    },
  },
  {
    name: 'what a provider says in an error is text at its field, whatever stands in it; what was typed stays',
    async run(stage) {
      const script = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
      const provider = await refusingProvider(script)
      stage.program.hub.opened.add(provider.host)
      try {
        const page = await stage.open(stage.path('integrations/new/calcom'), { expected: /422/ })
        await typeAll(page, { 'API key': 'cal_of_somebody', 'Address of the API': provider.url })
        await save(page)
        await page.getByText(script).first().waitFor()
        expect(await page.locator('img[src="x"]').count()).toBe(0)
        expect(await page.title()).toContain('Cal.com')
        expect(await page.getByLabel(/^Address of the API/).inputValue()).toBe(provider.url)
      } finally {
        stage.program.hub.opened.delete(provider.host)
        provider.stop()
      }
    },
  },
  {
    name: 'a draft is explained by the usage behind a line, and the hub as a whole is seen without a secret',
    async run(stage) {
      const page = await stage.open(stage.path(`billing/invoices/${await draftWithUsage(stage)}`))
      await page.getByRole('button', { name: 'Show the calls' }).first().click()
      await page.getByRole('dialog').getByText('25:00').waitFor()
      for (const path of ['billing', 'system', 'system?tab=config']) {
        await page.goto(`${stage.program.hub.url}${stage.path(path)}`)
        await settled(page)
        expect(await seriousFaults(page)).toEqual([])
      }
      const { password } = new URL(stage.program.database.appUrl)
      expect(await page.content()).not.toContain(password)
    },
  },
]
