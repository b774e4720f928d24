import { describe, expect } from '@jest/globals'
import { type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'
import { CHROMIUM_SWITCHES } from './chromium-switches.ts'
import { recordSkip } from './skip-record.ts'
import { testEnvironment } from './test-environment.ts'

export const CHROMIUM_NEED = { need: 'Chromium', bringIt: 'apt-get install chromium' }

export interface Browser {
  context: BrowserContext
  /** Another one, which shares neither cookies nor storage with any. */
  newContext(options?: BrowserContextOptions): Promise<BrowserContext>
  close(): Promise<void>
}

/** A suite in a real browser; without one it is skipped, aloud. */
export function describeWithChromium(name: string, suite: (open: () => Promise<Browser>) => void): void {
  const { chromium: program } = testEnvironment()
  if (program) {
    describe(name, () => suite(() => openBrowser(program)))
    return
  }
  recordSkip({ ...CHROMIUM_NEED, suite: name, file: expect.getState().testPath ?? '' })
  describe.skip(name, () => suite(() => openBrowser('chromium')))
}

/** With a profile that is empty at first and gone afterwards. */
async function openBrowser(executablePath: string): Promise<Browser> {
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_SWITCHES })
  return {
    context: await browser.newContext(),
    newContext: (options) => browser.newContext(options),
    close: () => browser.close(),
  }
}
