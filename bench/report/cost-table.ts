import { BUSY, DAYS, type EngineCost, PEOPLE } from '../engine/take-costs.ts'
import { number } from './table.ts'

/** Lines of cells: the busy blocks of each person across, people and days down. */
export function costTable(costs: readonly EngineCost[]): string[][] {
  const across = BUSY.map((busy) => `${busy.toLocaleString('en')} busy, ms`)
  return [
    ['people', 'days', ...across],
    ['---', '---', ...across.map(() => '---')],
    ...PEOPLE.flatMap((people) =>
      DAYS.map((days) => {
        const of = costs.filter((cost) => cost.people === people && cost.days === days)
        return [
          String(people),
          String(days),
          ...BUSY.map((busy) => number(of.find((cost) => cost.busy === busy)?.ms ?? Number.NaN)),
        ]
      }),
    ),
  ]
}
