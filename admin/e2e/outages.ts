import { expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { seriousFaults } from './accessibility.ts'
import { book, freeTimes } from './desk-stage.ts'
import { settled } from './settled.ts'
import type { Scenario } from './stage.ts'

/** As the browser tells a page that another tab came before it, or that it is seen again. */
const seen = (page: Page, isSeen: boolean) =>
  page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${!isSeen} })
    document.dispatchEvent(new Event('visibilitychange'))`)

export const outageScenarios: Scenario[] = [
  {
    name: 'a session that ends in the middle of a form is signed in again over it, and what was typed is sent',
    async run(stage) {
      const page = await stage.open(stage.path('users'), { expected: /401/ })
      await page.getByLabel(/e-mail/i).fill('typed@salon.example')
      await page.context().clearCookies()
      await page.getByRole('button', { name: 'Make the link' }).click()
      const dialog = page.getByRole('dialog', { name: 'You were signed out' })
      await dialog.getByLabel(/^Password/).fill(stage.owner.password)
      expect(await seriousFaults(page)).toEqual([])
      await dialog.getByRole('button', { name: 'Sign in' }).click()
      await dialog.waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Make the link' }).click()
      const waiting = page.getByRole('table', { name: 'Invitations that wait' })
      await waiting.getByText('typed@salon.example').waitFor()
    },
  },
  {
    name: 'while nothing but a proxy answers a list says so, and it is there by itself when the hub is back',
    async run(stage) {
      const page = await stage.open(stage.path('customers'), { expected: /502/ })
      await settled(page)
      await page.route('**/v1/services', (route) => route.fulfill({ status: 502, body: '' }))
      await page.getByRole('link', { name: 'Services' }).click()
      await page.getByRole('alert').filter({ hasText: 'The hub does not answer' }).waitFor()
      await page.unroute('**/v1/services')
      await page.getByRole('table').getByText('Haarschnitt Herren').waitFor()
      expect(await page.locator('[data-problem]').count()).toBe(0)
    },
  },
  {
    name: 'a page whose program cannot be loaded waits for the hub, and never ends at an error of the browser',
    async run(stage) {
      const page = await stage.open(stage.path('profile'), { expected: /ERR_FAILED/ })
      await settled(page)
      const away = /\/(readyz|assets\/customers-page.*)$/
      await page.route(away, (route) => route.abort())
      const asked = page.waitForRequest('**/readyz')
      await page.getByRole('link', { name: 'Customers' }).click()
      await asked
      await page.unroute(away)
      await page.getByRole('heading', { level: 1, name: 'Customers' }).waitFor()
    },
  },
  {
    name: 'a page that nobody sees holds no stream, and knows what happened meanwhile once it is seen',
    async run(stage) {
      const { serviceId, pair } = await freeTimes(stage)
      const page = await stage.open(stage.path('appointments'))
      const live = page.getByText('Live', { exact: true })
      await live.waitFor()
      await seen(page, false)
      await page.getByText(/^Not live/).waitFor()
      await book(stage, serviceId, pair[0], 'Nadja Booked Meanwhile')
      await page.waitForTimeout(1_000)
      expect(await page.getByText('Nadja Booked Meanwhile').count()).toBe(0)
      await seen(page, true)
      await live.waitFor()
      await page.getByText('Nadja Booked Meanwhile').first().waitFor()
    },
  },
]
