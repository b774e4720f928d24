import { expect } from '@jest/globals'
import { rowsOf } from '../../core/platform/testing/database-rows.ts'
import { eventually } from '../../core/test/program/api.ts'
import type { Scenario } from './stage.ts'

/** So many rows there are, and so many of them are scrolled through. */
const CUSTOMERS = 10_000
const SCROLLED = 2_000

export const manyRowsScenarios: Scenario[] = [
  {
    name: 'of ten thousand rows only what is in the window is drawn, however far one scrolls',
    async run(stage) {
      const { database, demo } = stage.program
      await rowsOf(
        database,
        `insert into customers (tenant_id, id, name, language, created_at, updated_at)
         select $1, gen_random_uuid(), 'Customer ' || number, 'de', now(), now()
           from generate_series(1, $2::integer) as number`,
        [demo.client.id, CUSTOMERS],
      )
      const page = await stage.open(stage.path('customers'))
      const table = page.getByRole('table')
      const read = async () => Number(await table.getAttribute('aria-rowcount'))
      await table.waitFor()
      for (let last = 0; (await read()) < SCROLLED; ) {
        const before = last
        // Again and again: the end moves away as rows come.
        const further = async () => {
          await page.keyboard.press('End')
          return read()
        }
        last = await eventually(further, (rows) => rows > before)
        expect(last).toBeGreaterThan(before)
        expect(await page.locator('tbody tr').count()).toBeLessThan(80)
      }
      await page.getByRole('searchbox').fill('customer 9876')
      await page.getByRole('row', { name: 'Customer 9876' }).waitFor()
    },
  },
]
