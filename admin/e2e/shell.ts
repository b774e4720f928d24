import { expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { seriousFaults } from './accessibility.ts'
import { adminPages } from './pages.ts'
import { settled } from './settled.ts'
import type { Scenario } from './stage.ts'

export const shellScenarios: Scenario[] = [
  {
    name: 'whoever is not signed in is sent to the sign-in, and comes back to the page that was asked for',
    async run(stage) {
      const { email, password } = stage.owner
      const page = await stage.open(stage.path(''), { as: 'nobody', expected: /401/ })
      await page.getByLabel(/e-mail/i).fill(email)
      await page.getByLabel(/^password/i).fill(password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.waitForURL(`**/admin/c/${stage.program.demo.client.id}**`)
    },
  },
  {
    name: 'the palette leads to a page by typing, without a mouse',
    async run(stage) {
      const page = await stage.open(stage.path(''))
      await page.keyboard.press('Control+K')
      await page.getByRole('dialog').waitFor()
      await page.keyboard.type('custom')
      await page.keyboard.press('Enter')
      await page.waitForURL(`**${stage.path('customers')}`)
      expect(await seriousFaults(page)).toEqual([])
    },
  },
  {
    name: 'whoever follows a row by keyboard goes on at the head of its page; a dialog gives back the focus it took',
    async run(stage) {
      const page = await stage.open(stage.path('services'))
      const row = page.getByRole('row', { name: /Haarschnitt Herren/ })
      await row.focus()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: 'Haarschnitt Herren' }).waitFor()
      await page.waitForFunction(`document.activeElement?.textContent === 'Haarschnitt Herren'`)
      await page.goto(`${stage.program.hub.url}${stage.path('calendar')}`)
      const opens = page.getByRole('button', { name: 'New appointment' })
      await opens.focus()
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: 'Cancel' }).press('Enter')
      await dialog.waitFor({ state: 'detached' })
      await page.waitForFunction(`document.activeElement?.textContent === 'New appointment'`)
    },
  },
  {
    name: 'what a first visit loads is small',
    async run(stage) {
      const page = await stage.open(stage.path(''))
      const bytes = await page.evaluate<number>(`performance.getEntriesByType('resource')
        .filter(({ name }) => name.endsWith('.js'))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`)
      expect(bytes).toBeGreaterThan(50_000)
      expect(bytes).toBeLessThan(300_000)
    },
  },
  {
    name: 'every page opens, is accessible in both colours and fits a phone and a tablet',
    async run(stage) {
      const page = await stage.open(stage.path(''))
      const faults: string[] = []
      for (const { name, path } of await adminPages({
        ...stage.program.demo,
        base_url: stage.program.hub.url,
      })) {
        await page.setViewportSize({ width: 1_280, height: 800 })
        await page.emulateMedia({ colorScheme: 'light' })
        await goWithin(page, path.startsWith('/') ? path : stage.path(path))
        faults.push(...(await faultsOf(page)).map((fault) => `${name}: ${fault}`))
        await page.setViewportSize({ width: 768, height: 1024 })
        faults.push(...(await widthFaults(page)).map((fault) => `${name}, on a tablet: ${fault}`))
        await page.setViewportSize({ width: 390, height: 844 })
        await page.emulateMedia({ colorScheme: 'dark' })
        faults.push(...(await faultsOf(page)).map((fault) => `${name}, dark on a phone: ${fault}`))
      }
      expect(faults).toEqual([])
    },
  },
]

/** As a link does it: the page itself stays. */
async function goWithin(page: Page, place: string): Promise<void> {
  await page.evaluate(`history.pushState({}, '', ${JSON.stringify(place)})`)
  await page.waitForTimeout(100)
  await settled(page)
}

async function faultsOf(page: Page): Promise<string[]> {
  const head = await page.getByRole('heading', { level: 1 }).first().textContent()
  if (head === 'This page does not exist') return [head]
  const problems = await page.locator('[data-problem]').allTextContents()
  return [...problems, ...(await seriousFaults(page)), ...(await widthFaults(page))]
}

/** What stays too wide: a window that has just changed is laid out anew a moment later. */
async function widthFaults(page: Page): Promise<string[]> {
  const isWide = () => page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')
  for (let looks = 0; looks < 20 && (await isWide()); looks += 1) await page.waitForTimeout(100)
  return (await isWide()) ? ['wider than the window'] : []
}
