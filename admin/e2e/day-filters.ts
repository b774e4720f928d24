import { expect } from '@jest/globals'
import { seriousFaults } from './accessibility.ts'
import { settled } from './settled.ts'
import type { Scenario } from './stage.ts'

export const dayFilterScenarios: Scenario[] = [
  {
    name: 'lists of calls and of appointments go from a day to a day, as the address says; what is no day is no filter',
    async run(stage) {
      const page = await stage.open(`${stage.path('calendar')}?date=soon`)
      await page
        .getByRole('button', { name: /^Time / })
        .first()
        .waitFor()
      for (const list of ['appointments', 'calls']) {
        const address = `${stage.program.hub.url}${stage.path(list)}`
        await page.goto(`${address}?from=2099-01-01&to=2099-01-31`)
        await page.getByRole('button', { name: 'From' }).getByText('1 Jan 2099', { exact: false }).waitFor()
        await page.getByRole('button', { name: 'Remove filters' }).waitFor()
        await page.goto(`${address}?from=soon`)
        await settled(page)
        expect(await page.getByRole('button', { name: 'Remove filters' }).count()).toBe(0)
        await page.getByRole('button', { name: 'To', exact: true }).click()
        await page.getByRole('button', { name: /^15 / }).click()
        await page.waitForURL(new RegExp(`/${list}\\?to=\\d{4}-\\d{2}-15$`))
        expect(await seriousFaults(page)).toEqual([])
        await page.getByRole('button', { name: 'Any last day' }).click()
        await page.waitForURL(new RegExp(`/${list}$`))
      }
    },
  },
]
