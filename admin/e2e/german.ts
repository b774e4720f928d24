import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { control } from '../../core/test/program/demo-hub.ts'
import { seriousFaults } from './accessibility.ts'
import { settled } from './settled.ts'
import type { Scenario, Stage } from './stage.ts'

const PLUGINS = ['calcom', 'google-calendar', 'retell', 'stripe'] as const
/** Words that no German sentence has. */
const ENGLISH = /\b(the|and|with|must|cannot|should|which|your|not|from|this)\b/i

/** The demo's owner speaks German as long as `work` lasts. */
async function inGerman(page: Page, work: () => Promise<void>): Promise<void> {
  const speak = (language: string) =>
    page.evaluate(
      `fetch('/v1/profile', { method: 'PATCH', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ language: '${language}' }) }).then(({ status }) => status)`,
    )
  expect(await speak('de')).toBe(200)
  try {
    await work()
  } finally {
    await speak('en')
  }
}

/** Lines of the page that are English; what is code, or a word of the provider's own pages, is nobody's. */
async function englishOn(page: Page): Promise<string[]> {
  const text = await page.evaluate<string>(`(() => {
    const copy = document.getElementById('page').cloneNode(true)
    for (const code of copy.querySelectorAll('code, pre, em, .guide strong, .guide td')) code.replaceWith('')
    document.body.append(copy)
    const shown = copy.innerText
    copy.remove()
    return shown
  })()`)
  return text.split('\n').filter((line) => ENGLISH.test(line))
}

const localeOf = (id: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../plugins/${id}/locales/de.json`), 'utf8')) as {
    settings: Record<string, { title: string }>
  }

async function go(page: Page, stage: Stage, path: string): Promise<void> {
  await page.goto(`${stage.program.hub.url}${stage.path(path)}`)
  await settled(page)
}

export const germanScenarios: Scenario[] = [
  {
    name: 'in the German admin plugins, guides, refusals, states and the doctor speak German',
    async run(stage) {
      const { demo } = stage.program
      const page = await stage.open(stage.path(''), { expected: /50\d|422|409/ })
      await inGerman(page, async () => {
        const english: string[] = []
        const look = async (path: string) => {
          await go(page, stage, path)
          english.push(...(await englishOn(page)).map((line) => `${path}: ${line}`))
        }
        await look('integrations')
        for (const id of PLUGINS) {
          await look(`integrations/new/${id}`)
          for (const { title } of Object.values(localeOf(id).settings))
            await page.getByText(title).first().waitFor()
          await page.getByRole('button', { name: 'Einrichten' }).waitFor()
        }
        expect(await seriousFaults(page)).toEqual([])

        await go(page, stage, 'integrations/new/calcom')
        await page.getByRole('button', { name: 'Prüfen und speichern' }).click()
        await page.getByText('fehlt').first().waitFor()

        const id = demo.connections.find(({ plugin }) => plugin === 'calcom')?.id
        await go(page, stage, `integrations/${id}`)
        await control(demo, 'PUT', '/faults/calcom', { status: 401 })
        await page.getByRole('button', { name: 'Jetzt versuchen' }).click()
        await page.getByText('Cal.com lehnt den API-Schlüssel ab.').waitFor()
        await control(demo, 'DELETE', '/faults/calcom')
        await page.getByRole('button', { name: 'Jetzt versuchen' }).click()
        await page.getByText('Läuft', { exact: true }).waitFor()

        for (const path of ['system', 'webhooks', 'users', 'profile', 'billing', `integrations/${id}`])
          await look(path)
        await look('system?tab=events')
        await page.getByText('Aufgabe entstanden').first().waitFor()
        await look('system?tab=jobs')
        await page.getByRole('link', { name: 'System' }).first().click()
        await page.getByText('ist dieser Hub').waitFor()
        english.push(...(await englishOn(page)))
        expect(english).toEqual([])
      })
    },
  },
]
