import { rm } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { type Browser, describeWithChromium } from '../../core/platform/testing/needs-chromium.ts'
import { type DemoHub, startDemoHub } from '../../core/test/program/demo-hub.ts'
import { brokenPlugins } from './broken-plugins.ts'
import type { Credentials, OpenOptions, Scenario, Stage } from './stage.ts'

/** A suite of scenarios, one after the other on one hub and in one browser: later ones see what earlier ones left. */
export function play(name: string, scenarios: readonly Scenario[]): void {
  describeWithChromium(name, (openBrowser) => playOn(openBrowser, scenarios))
}

function playOn(openBrowser: () => Promise<Browser>, scenarios: readonly Scenario[]): void {
  let program: DemoHub
  let plugins: string | undefined
  let browser: Browser
  const complaints: string[] = []
  const opened: Page[] = []

  beforeAll(async () => {
    plugins = await brokenPlugins()
    // Plugins that are not there, or cannot be used: the pages say so, and everything else works.
    program = await startDemoHub({
      ASKPRO_PLUGIN_PACKAGES: 'askpro-plugin-nowhere',
      ASKPRO_PLUGINS_DIR: plugins,
    })
    browser = await openBrowser()
  }, 120_000)

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((page) => page.context().close()))
    expect(complaints.splice(0)).toEqual([])
  })

  afterAll(async () => {
    await browser?.close()
    await program?.stop()
    if (plugins) await rm(plugins, { recursive: true })
  })

  const stage: Stage = {
    get program() {
      return program
    },
    get owner() {
      const { admin } = program.demo
      if (!admin) throw new Error('the demo has no owner')
      return admin
    },
    path: (page) => `/admin/c/${program.demo.client.id}/${page}`,
    async open(path, options = {}) {
      const context = await browser.newContext({
        locale: 'en-GB',
        // Colours on their way from one scheme to the other are nobody's.
        reducedMotion: 'reduce',
        ...options.context,
      })
      const page = await context.newPage()
      // Beside other tests, and another browser, a page of some hundred kilobytes may take its time.
      page.setDefaultTimeout(60_000)
      opened.push(page)
      listen(page, options)
      const who = options.as ?? stage.owner
      if (who !== 'nobody') await signIn(page, program.hub.url, who)
      await page.goto(`${program.hub.url}${path}`)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      return page
    },
  }

  /** Everything that the browser does not like fails the scenario; so does whatever asks somebody else than the hub. */
  function listen(page: Page, { expected }: OpenOptions): void {
    const note = (text: string, of = '') => {
      if (!expected?.test(text)) complaints.push(`${text} ${of}`)
    }
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) note(message.text(), message.location().url)
    })
    page.on('pageerror', (error) => note(String(error)))
    page.on('request', (request) => {
      const url = request.url()
      if (!url.startsWith(program.hub.url) && !/^(data|blob):/.test(url)) note(`${url} was asked for`)
    })
  }

  for (const { name, run } of scenarios) test(name, () => run(stage), 240_000)
}

/** By the API, as the page does it: the form itself is a scenario of its own. */
async function signIn(page: Page, url: string, { email, password }: Credentials): Promise<void> {
  const response = await page.request.post(`${url}/v1/session`, {
    data: { email, password },
    headers: { Origin: url, 'Sec-Fetch-Site': 'same-origin' },
  })
  expect([response.status(), await response.text()]).toEqual([200, expect.any(String)])
}
