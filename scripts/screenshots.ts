// npm run screenshots [-- --out <folder>] [--language de] [--only <page>] [--whole]: every page of the running demo's
// admin, light and dark, on a desktop, a tablet and a phone, as PNG files; --whole: to the end of each page.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, chromium, type Page } from 'playwright-core'
import { type AdminPage, adminPages } from '../admin/e2e/pages.ts'
import { settled } from '../admin/e2e/settled.ts'
import { type DemoFile, readDemoFile } from '../core/app/demo/demo-file.ts'
import { readConfig } from '../core/platform/config/config.ts'
import { CHROMIUM_SWITCHES } from '../core/platform/testing/chromium-switches.ts'
import { findChromium } from './testing/find-chromium.ts'

const SIZES = {
  desktop: { width: 1_280, height: 800 },
  tablet: { width: 820, height: 1_100 },
  phone: { width: 390, height: 844 },
} as const
const SCHEMES = ['light', 'dark'] as const

interface Look {
  size: keyof typeof SIZES
  scheme: (typeof SCHEMES)[number]
  language: string
  whole: boolean
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      language: { type: 'string' },
      only: { type: 'string' },
      whole: { type: 'boolean' },
    },
  })
  const { dataDir } = readConfig(process.env)
  const demo = readDemoFile(dataDir)
  if (!demo)
    throw new Error('There is no demo in the data folder: npm start sets one up on an empty database.')
  const executablePath = findChromium(process.env.PATH ?? '')
  if (!executablePath) throw new Error('There is no Chromium: apt-get install chromium.')
  const folder = values.out ?? join(dataDir, 'screenshots')
  mkdirSync(folder, { recursive: true })
  const pages = (await adminPages(demo)).filter(({ name }) => !values.only || name === values.only)
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_SWITCHES })
  try {
    for (const size of ['desktop', 'tablet', 'phone'] as const)
      for (const scheme of SCHEMES)
        await takeAll(browser, {
          demo,
          pages,
          folder,
          look: { size, scheme, language: values.language ?? 'en', whole: values.whole ?? false },
        })
  } finally {
    await browser.close()
  }
  console.log(`${pages.length * 6} pictures are in ${folder}.`)
}

interface Series {
  demo: DemoFile
  pages: readonly AdminPage[]
  folder: string
  look: Look
}

async function takeAll(browser: Browser, { demo, pages, folder, look }: Series): Promise<void> {
  const { size, scheme, language, whole } = look
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme: scheme,
    locale: language === 'de' ? 'de-DE' : 'en-GB',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await signIn(page, demo)
  // Pages speak as the account does.
  const kept = await speak(page, demo, language)
  for (const { name, path: at } of pages) {
    const place = at.startsWith('/') ? at : `/admin/c/${demo.client.id}/${at}`
    await page.goto(`${demo.base_url}${place}`)
    await settled(page)
    await page.waitForTimeout(300)
    const path = join(folder, `${name}-${size}-${scheme}-${language}.png`)
    await page.screenshot({ path, fullPage: whole })
  }
  await speak(page, demo, kept)
  await context.close()
}

/** Gives the language that the account had. */
async function speak(page: Page, { base_url }: DemoFile, language: string): Promise<string> {
  const { user } = await (await page.request.get(`${base_url}/v1/session`)).json()
  const headers = { Origin: base_url }
  const response = await page.request.patch(`${base_url}/v1/profile`, { data: { language }, headers })
  if (!response.ok()) throw new Error(`The language could not be set: ${await response.text()}`)
  return user.language
}

async function signIn(page: Page, { base_url, admin }: DemoFile): Promise<void> {
  if (!admin) throw new Error('The demo is older than the admin: begin with an empty data folder.')
  const response = await page.request.post(`${base_url}/v1/session`, {
    data: admin,
    headers: { Origin: base_url },
  })
  if (!response.ok()) throw new Error(`The demo's admin could not sign in: ${await response.text()}`)
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
