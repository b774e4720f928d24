import { expect } from '@jest/globals'
import { seriousFaults } from './accessibility.ts'
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
]
