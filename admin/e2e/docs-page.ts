import { expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { Scenario } from './stage.ts'

/** The page that documents the API. It is nobody's: it is read without signing in. */
export const docsScenarios: Scenario[] = [
  {
    name: 'the docs page shows every operation of the document, and asks nobody but the hub',
    async run(stage) {
      const { url } = stage.program.hub
      const page = await stage.open('/docs', { as: 'nobody' })
      const shown = await operationsSeen(page)
      const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as {
        paths: Record<string, object>
      }
      expect(shown.size).toBe(Object.values(paths).flatMap((path) => Object.keys(path)).length)
      expect(await page.locator('.info .title').textContent()).toContain('AskPro Hub')
      expect(await page.locator('.errors-wrapper').count()).toBe(0)
    },
  },
  {
    name: 'a key that is entered on the docs page is sent, and the hub’s answer is shown',
    async run(stage) {
      const { demo } = stage.program
      const page = await stage.open('/docs', { as: 'nobody' })
      await page.locator('.btn.authorize').first().click()
      const dialog = page.locator('.modal-ux')
      await dialog.locator('#auth-bearer-value').fill(demo.client.api_key)
      await dialog.getByRole('button', { name: 'Apply credentials' }).first().click()
      await dialog.getByRole('button', { name: 'Close' }).first().click()
      const services = page.locator('.opblock', { has: page.locator('[data-path="/v1/services"]') }).first()
      await operationsSeen(page, () => services.isVisible())
      await services.locator('.opblock-summary-control').click()
      await services.getByRole('button', { name: 'Try it out' }).click()
      await services.getByRole('button', { name: 'Execute' }).click()
      const live = services.locator('.live-responses-table')
      await live.waitFor()
      expect(await live.locator('.response-col_status').last().textContent()).toMatch(/^200/)
      for (const { name } of demo.services) expect(await live.textContent()).toContain(name)
    },
  },
  {
    name: 'an error code of a problem document leads to its row on the page of errors',
    async run(stage) {
      const { url } = stage.program.hub
      const problem = await (await fetch(`${url}/v1/services`)).json()
      const { type, code } = problem as { type: string; code: string }
      const { pathname, hash } = new URL(type, url)
      const page = await stage.open(`${pathname}${hash}`, { as: 'nobody' })
      expect(await page.locator(`dt#${code}`).textContent()).toBe(`${code} (401)`)
    },
  },
]

const ONE_SCREEN_ON = `new Promise((seen) => {
  scrollBy(0, innerHeight / 2)
  requestAnimationFrame(() => requestAnimationFrame(() => seen({
    ids: [...document.querySelectorAll('.opblock')].map(({ id }) => id),
    isEnd: scrollY + innerHeight >= document.documentElement.scrollHeight - 1,
  })))
})`

/** Ids of operations from top to bottom, or until something is seen: of a long page only what is in view is there. */
async function operationsSeen(page: Page, enough = async () => false): Promise<Set<string>> {
  await page.locator('.opblock').first().waitFor()
  const all = new Set<string>()
  for (;;) {
    const { ids, isEnd } = await page.evaluate<{ ids: string[]; isEnd: boolean }>(ONE_SCREEN_ON)
    for (const id of ids) all.add(id)
    if (isEnd || (await enough())) return all
  }
}
