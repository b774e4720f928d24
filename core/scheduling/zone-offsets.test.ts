import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { ZoneOffsets, zoneOffsets } from './zone-offsets.ts'

const HOUR = 60
const DAY = 1440

const minuteOf = (text: string): number => Temporal.Instant.from(text).epochMilliseconds / 60_000

function wallInTemporal(minute: number, zone: string): number {
  const moment = Temporal.Instant.fromEpochMilliseconds(minute * 60_000).toZonedDateTimeISO(zone)
  return moment.toPlainDateTime().toZonedDateTime('UTC').epochMilliseconds / 60_000
}

function epochInTemporal(wall: number, zone: string): number {
  const reading = Temporal.Instant.fromEpochMilliseconds(wall * 60_000)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime()
  return reading.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds / 60_000
}

function changesOf(zone: string, from: string, to: string): number[] {
  const changes: number[] = []
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.from(from).toZonedDateTimeISO(zone)
  for (at = at.getTimeZoneTransition('next'); at; at = at.getTimeZoneTransition('next')) {
    if (at.epochMilliseconds >= Temporal.Instant.from(to).epochMilliseconds) break
    changes.push(at.epochMilliseconds / 60_000)
  }
  return changes
}

/** Around a change, both as instants and as readings of the wall. */
const AROUND = [-DAY, -61, -1, 0, 1, 29, 30, 59, 60, 61, DAY]

test('every clock change of every zone from 2024 to 2027 agrees with Temporal, minute for minute around it', () => {
  let changes = 0
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const clock = new ZoneOffsets(zone)
    for (const change of changesOf(zone, '2024-01-01T00:00Z', '2028-01-01T00:00Z')) {
      changes++
      for (const minutes of AROUND) {
        const minute = change + minutes
        const wall = clock.toWall(change - 1) + minutes
        expect([zone, minute, clock.toWall(minute)]).toEqual([zone, minute, wallInTemporal(minute, zone)])
        expect([zone, wall, clock.toEpoch(wall)]).toEqual([zone, wall, epochInTemporal(wall, zone)])
      }
    }
  }
  expect(changes).toBeGreaterThan(500)
})

test.each([
  ['Europe/Berlin', '2027-03-28'],
  ['Europe/Berlin', '2027-10-31'],
  ['Australia/Lord_Howe', '2027-04-04'],
  ['Australia/Lord_Howe', '2027-10-03'],
  ['Asia/Kathmandu', '1986-01-01'],
  ['America/Sao_Paulo', '2017-10-15'],
  ['America/Sao_Paulo', '2017-02-19'],
  ['Pacific/Apia', '2011-12-30'],
  ['Asia/Pyongyang', '2018-05-05'],
  ['America/Caracas', '2016-05-01'],
])('in %s on %s every minute reads the same as in Temporal, there and back', (zone, date) => {
  const clock = zoneOffsets(zone)
  const noon = minuteOf(`${date}T12:00Z`)
  fc.assert(
    fc.property(fc.integer({ min: -2 * DAY, max: 2 * DAY }), (minutes) => {
      expect(clock.toWall(noon + minutes)).toBe(wallInTemporal(noon + minutes, zone))
      expect(clock.toEpoch(noon + minutes)).toBe(epochInTemporal(noon + minutes, zone))
    }),
    { numRuns: 300 },
  )
})

describe('on the days Berlin changes its clocks', () => {
  const berlin = zoneOffsets('Europe/Berlin')

  test('half past two in spring is moved on by the hour that is missing', () => {
    expect(berlin.toEpoch(minuteOf('2027-03-28T02:30Z'))).toBe(minuteOf('2027-03-28T01:30Z'))
    expect(berlin.toWall(minuteOf('2027-03-28T01:30Z'))).toBe(minuteOf('2027-03-28T03:30Z'))
  })

  test('half past two in autumn is the first of the two, and both are known', () => {
    const wall = minuteOf('2027-10-31T02:30Z')
    expect(berlin.toEpoch(wall)).toBe(minuteOf('2027-10-31T00:30Z'))
    expect(berlin.momentsOf(wall)).toEqual([minuteOf('2027-10-31T00:30Z'), minuteOf('2027-10-31T01:30Z')])
    expect(berlin.momentsOf(wall + HOUR)).toEqual([minuteOf('2027-10-31T02:30Z')])
  })

  test('the next change is found within the range and not beyond it', () => {
    const change = minuteOf('2027-03-28T01:00Z')
    expect(berlin.nextChange(change - 40 * DAY, change + 1)).toBe(change)
    expect(berlin.nextChange(change - 40 * DAY, change)).toBeUndefined()
    expect(berlin.nextChange(change, change + 40 * DAY)).toBeUndefined()
  })
})

test('Samoa had no 30 December 2011, while midnight missing in São Paulo costs no date', () => {
  const apia = zoneOffsets('Pacific/Apia')
  const dates = ['2011-12-29', '2011-12-30', '2011-12-31'].map((date) => minuteOf(`${date}T00:00Z`) / DAY)
  expect(dates.map((day) => apia.hasDay(day))).toEqual([true, false, true])
  expect(zoneOffsets('America/Sao_Paulo').hasDay(minuteOf('2017-10-15T00:00Z') / DAY)).toBe(true)
})

test('a zone nobody knows is refused', () => {
  expect(() => zoneOffsets('Mars/Olympus_Mons')).toThrow(RangeError)
})
