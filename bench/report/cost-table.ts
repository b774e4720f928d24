import type { EngineCost } from '../engine/take-costs.ts'
import { number } from './table.ts'

/** Lines of cells: the busy blocks of each person across, people and days down. */
export function costTable(costs: readonly EngineCost[]): string[][] {
  const busy = [...new Set(costs.map((cost) => cost.busy))]
  const across = busy.map((blocks) => `${blocks.toLocaleString('en')} busy, ms`)
  const down = Map.groupBy(costs, ({ people, days }) => `${people} ${days}`)
  return [
    ['people', 'days', ...across],
    ['---', '---', ...across.map(() => '---')],
    ...[...down.values()].map((line) => [
      String(line[0]?.people),
      String(line[0]?.days),
      ...busy.map((blocks) => number(line.find((cost) => cost.busy === blocks)?.ms ?? Number.NaN)),
    ]),
  ]
}
