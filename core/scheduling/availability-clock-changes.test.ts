import { execFileSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import { Temporal } from 'temporal-polyfill'
import { findSlots } from './availability.ts'
import type { AvailabilityRequest } from './availability-request.ts'
import type { Grid } from './service.ts'
import { at, CUT, everyDay, read, sampleRequest, staff } from './testing/sample-request.ts'

function openAllDay(zone: string, first: string, last: string): AvailabilityRequest {
  return openFor(zone, { first, last, hours: [0, 24] })
}

function openFor(
  zone: string,
  {
    first,
    last,
    hours,
    grid = { policy: 'window', minutes: 30 },
  }: { first: string; last: string; hours: [number, number]; grid?: Grid },
): AvailabilityRequest {
  const from = at(`${first}T00:00`, zone)
  return sampleRequest({
    service: { ...CUT, grid },
    location: { id: 'salon', zone, hours: null },
    resources: [staff('anna', { hours: everyDay(hours) })],
    from,
    to: at(`${last}T00:00`, zone),
    now: from - 1440,
  })
}

const PLACES: [zone: string, date: string, hours: number][] = [
  ['Europe/Berlin', '2027-03-28', 23],
  ['Europe/Berlin', '2027-10-31', 25],
  ['America/New_York', '2027-03-14', 23],
  ['America/New_York', '2027-11-07', 25],
  ['Australia/Lord_Howe', '2027-04-04', 24.5],
  ['Australia/Lord_Howe', '2027-10-03', 23.5],
  ['Asia/Kathmandu', '1986-01-01', 23.75],
  ['America/Sao_Paulo', '2017-10-15', 23],
  ['America/Sao_Paulo', '2017-02-18', 25],
  ['Pacific/Apia', '2011-12-29', 24],
]

describe.each(PLACES)('in %s on %s', (zone, date, hours) => {
  const next = Temporal.PlainDate.from(date).add({ days: 1 }).toString()

  test('a place that never closes has a start for every half hour begun on that date', () => {
    const { slots } = findSlots(openAllDay(zone, date, next))
    expect(slots).toHaveLength(Math.ceil(hours * 2))
  })

  test('nine to five gives the sixteen half hours that the wall clock shows', () => {
    const { slots } = findSlots(openFor(zone, { first: date, last: next, hours: [9, 17] }))
    const shown = Array.from({ length: 16 }, (_, i) =>
      Temporal.PlainDateTime.from(`${date}T09:00`)
        .add({ minutes: i * 30 })
        .toString({ smallestUnit: 'minute' }),
    )
    expect(slots.map(({ start }) => read(start, zone))).toEqual(shown)
    expect(slots.map(({ start }) => start)).toEqual(shown.map((wall) => at(wall, zone)))
  })

  test('a clock grid shows full hours before and after the change', () => {
    const grid = { policy: 'free_start_clock', minutes: 60 } as const
    const { slots } = findSlots(openFor(zone, { first: date, last: next, hours: [9, 17], grid }))
    expect(slots.map(({ start }) => read(start, zone).slice(14))).toEqual(
      Array.from({ length: 8 }, () => '00'),
    )
  })
})

test('between the 29th and the 31st of December 2011 Samoa has no slot, and none is offered twice', () => {
  const { slots } = findSlots(openAllDay('Pacific/Apia', '2011-12-29', '2012-01-01'))
  const dates = slots.map(({ start }) => read(start, 'Pacific/Apia').slice(0, 10))
  expect(dates.filter((date) => date === '2011-12-29')).toHaveLength(48)
  expect(dates.filter((date) => date === '2011-12-30')).toHaveLength(0)
  expect(dates.filter((date) => date === '2011-12-31')).toHaveLength(48)
  expect(new Set(slots.map(({ start }) => start)).size).toBe(slots.length)
})

test("the missing date's hours are not moved to the date after it", () => {
  const friday = { 5: [{ start: 540, end: 1020 }] }
  const request = openAllDay('Pacific/Apia', '2011-12-29', '2012-01-01')
  expect(findSlots({ ...request, resources: [staff('anna', { hours: friday })] }).slots).toEqual([])
})

test('in Berlin the repeated hour is offered twice, as two different instants', () => {
  const { slots } = findSlots(openAllDay('Europe/Berlin', '2027-10-31', '2027-11-01'))
  const halfPastTwo = slots.map(({ start }) => start).filter((start) => read(start).endsWith('T02:30'))
  expect(halfPastTwo).toEqual([Date.UTC(2027, 9, 31, 0, 30) / 60_000, Date.UTC(2027, 9, 31, 1, 30) / 60_000])
})

test('the answer is the same to the last byte whatever zone the process runs in', () => {
  const requests = PLACES.map(([zone, date]) => {
    const next = Temporal.PlainDate.from(date).add({ days: 2 }).toString()
    return openFor(zone, {
      first: date,
      last: next,
      hours: [1, 23],
      grid: { policy: 'free_start_clock', minutes: 45 },
    })
  })
  const here = JSON.stringify(requests.map(findSlots))
  for (const zone of ['UTC', 'America/New_York', 'Pacific/Apia'])
    expect(answeredIn(zone, requests)).toBe(here)
})

/** What a process of its own, with its clock in `zone`, answers. */
function answeredIn(zone: string, requests: readonly AvailabilityRequest[]): string {
  const script = `
    const { findSlots } = await import(${JSON.stringify(new URL('./availability.ts', import.meta.url).href)})
    const requests = JSON.parse(await new Response(process.stdin).text())
    if (Intl.DateTimeFormat().resolvedOptions().timeZone !== process.env.TZ) throw new Error('not in that zone')
    process.stdout.write(JSON.stringify(requests.map(findSlots)))`
  return execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    input: JSON.stringify(requests),
    env: { ...process.env, TZ: zone, NODE_OPTIONS: '' },
    encoding: 'utf8',
    maxBuffer: 50_000_000,
  })
}
