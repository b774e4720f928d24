import { execFileSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import {
  answersTo,
  digestOf,
  expected,
  SWEPT_HOURS,
  type SweptDates,
  sweptDates,
} from './testing/zone-sweep.ts'

const zones = Intl.supportedValuesOf('timeZone')
const swept = sweptDates(zones)
const answers = answersTo(swept)

test('every zone agrees with Temporal around every clock change of three years, nine to five and round the clock', () => {
  expect(zones.length).toBeGreaterThan(400)
  expect(swept.length - 2 * zones.length).toBeGreaterThan(500)
  const wrong = swept.flatMap((dates, i) =>
    SWEPT_HOURS.filter((hours, j) => answers[i]?.[j]?.join() !== expected(dates, hours).join()).map(
      (hours) => `${dates.zone} ${dates.date} ${hours.start}`,
    ),
  )
  expect(wrong).toEqual([])
}, 60_000)

test('among them are gaps and repeats of half an hour, an hour and two, and dates that are missing', () => {
  const sizes = new Set(answers.map(([, roundTheClock]) => roundTheClock?.length))
  // Three dates have 144 half hours.
  for (const size of [96, 140, 142, 143, 144, 145, 146, 148]) expect(sizes).toContain(size)
})

/** Every twelfth of all dates of all zones: what a process's own clock could spoil, it would spoil there as well. */
const again = swept.filter((_, i) => i % 12 === 0)

describe('a twelfth of the sweep has the same answers', () => {
  const here = digestOf(answers.filter((_, i) => i % 12 === 0))

  test.each([
    ['UTC', 0],
    ['America/Los_Angeles', -480],
    ['Asia/Kolkata', 330],
  ])(
    'in a process whose own clock is in %s',
    (zone, offset) => {
      expect(digestIn(zone)).toEqual({ digest: here, offset })
    },
    60_000,
  )
})

/** What a process of its own, with its clock in `zone`, makes of the same questions. */
function digestIn(zone: string): { digest: string; offset: number } {
  const script = `
    const { answersTo, digestOf } = await import(${JSON.stringify(new URL('./testing/zone-sweep.ts', import.meta.url).href)})
    const swept = JSON.parse(await new Response(process.stdin).text())
    const offset = 0 - new Date('2026-01-15').getTimezoneOffset()
    process.stdout.write(JSON.stringify({ digest: digestOf(answersTo(swept)), offset }))`
  const told = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    input: JSON.stringify(again satisfies SweptDates[]),
    env: { ...process.env, TZ: zone, NODE_OPTIONS: '' },
    encoding: 'utf8',
  })
  return JSON.parse(told)
}
