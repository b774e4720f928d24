import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { type Browser, describeWithChromium } from '../../platform/testing/needs-chromium.ts'
import { type DemoHub, startDemoHub } from './demo-hub.ts'

describeWithChromium('the docs page in a browser', (open) => {
  let program: DemoHub
  let browser: Browser
  let page: Page
  /** What the browser complained about, and what it asked of anybody else. */
  const complaints: string[] = []

  beforeAll(async () => {
    program = await startDemoHub()
    browser = await open()
    page = await browser.context.newPage()
    // Half a megabyte of page on a machine that runs other tests beside it.
    page.setDefaultTimeout(60_000)
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`))
    page.on('request', (request) => {
      if (!request.url().startsWith(program.hub.url) && !request.url().startsWith('data:'))
        complaints.push(`${request.url()} was asked for`)
    })
  }, 120_000)

  afterAll(async () => {
    await browser.close()
    await program.stop()
  })

  test('it shows every operation of the document, and asks nobody but the hub', async () => {
    await page.goto(`${program.hub.url}/docs`)
    const shown = await operationsSeen(page)
    const { paths } = (await (await fetch(`${program.hub.url}/openapi.json`)).json()) as {
      paths: Record<string, object>
    }
    expect(shown.size).toBe(Object.values(paths).flatMap((path) => Object.keys(path)).length)
    expect(await page.locator('.info .title').textContent()).toContain('AskPro Hub')
    expect(await page.locator('.errors-wrapper').count()).toBe(0)
    expect(complaints).toEqual([])
  }, 180_000)

  test('a key that is entered there is sent, and the hub’s answer is shown', async () => {
    await page.goto(`${program.hub.url}/docs`)
    await page.locator('.btn.authorize').first().click()
    const dialog = page.locator('.modal-ux')
    await dialog.locator('input').fill(program.demo.client.api_key)
    await dialog.getByRole('button', { name: 'Apply credentials' }).click()
    await dialog.getByRole('button', { name: 'Close' }).click()
    const services = page.locator('.opblock', { has: page.locator('[data-path="/v1/services"]') }).first()
    await operationsSeen(page, () => services.isVisible())
    await services.locator('.opblock-summary-control').click()
    await services.getByRole('button', { name: 'Try it out' }).click()
    await services.getByRole('button', { name: 'Execute' }).click()
    const live = services.locator('.live-responses-table')
    await live.waitFor()
    expect(await live.locator('.response-col_status').last().textContent()).toMatch(/^200/)
    for (const { name } of program.demo.services) expect(await live.textContent()).toContain(name)
    expect(complaints).toEqual([])
  }, 180_000)

  test('an error code of a problem document leads to its row on the page of errors', async () => {
    const problem = await (await fetch(`${program.hub.url}/v1/services`)).json()
    const { type, code } = problem as { type: string; code: string }
    await page.goto(new URL(type, program.hub.url).href)
    expect(await page.locator(`dt#${code}`).textContent()).toBe(`${code} (401)`)
    expect(complaints).toEqual([])
  }, 180_000)
})

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
