import { describe, expect, test } from '@jest/globals'
import { SchemaCompiler } from '../platform/http/schema-compiler.ts'
import { processorTime } from '../platform/testing/processor-time.ts'
import { preview } from './availability-preview.ts'
import { type PreviewBody, type PreviewResource, previewReply, previewSchema } from './preview-schema.ts'

const checkBody = new SchemaCompiler().body(previewSchema)
const checkReply = new SchemaCompiler().body(previewReply)

type Service = PreviewBody['service']
type Busy = NonNullable<PreviewResource['busy']>

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
const daily = (start: string, end: string) => EVERY_DAY.map((weekday) => ({ weekday, start, end }))
const anna = (more: Partial<PreviewResource> = {}): PreviewResource => ({
  id: 'anna',
  weekly: daily('09:00', '12:00'),
  ...more,
})

/** Monday 1 March 2027 in Berlin, one hour at a time, asked at seven. */
function bodyOf(
  more: Partial<Omit<PreviewBody, 'service'>> & { service?: Partial<Service> } = {},
): PreviewBody {
  const { service, ...rest } = more
  const resources = rest.free_ranges ? {} : { resources: [anna()] }
  return {
    zone: 'Europe/Berlin',
    now: '2027-03-01T07:00:00+01:00',
    from: '2027-03-01T00:00:00+01:00',
    to: '2027-03-02T00:00:00+01:00',
    ...resources,
    ...rest,
    service: { duration_minutes: 60, ...service },
  }
}

/** The answer through both schemas, as it goes over the wire. */
function answer(more: Parameters<typeof bodyOf>[0]) {
  const body = bodyOf(more)
  checkBody(body)
  const reply = preview(body)
  checkReply(structuredClone(reply))
  return reply.slots
}

/** `09:00 10:00` of the one date asked about. */
const startsOf = (more: Parameters<typeof bodyOf>[0]): string =>
  answer(more)
    .map(({ start }) => start.slice(11, 16))
    .join(' ')

const whoAt = (more: Parameters<typeof bodyOf>[0]): Record<string, string> =>
  Object.fromEntries(answer(more).map(({ start, resource_ids: ids }) => [start.slice(11, 16), ids.join(' ')]))

const day = (time: string) => `2027-03-01T${time}:00+01:00`
const busy = (start: string, end: string, more: Partial<Busy[number]> = {}) => ({
  start: day(start),
  end: day(end),
  ...more,
})
const fromTo = (from: string, to: string) => ({
  from: `2027-03-${from}:00+01:00`,
  to: `2027-03-${to}:00+01:00`,
})

test('the whole question stands in the body, and what is left out is ordinary', () => {
  expect(answer({})).toEqual([
    { start: day('09:00'), end: day('10:00'), resource_ids: ['anna'] },
    { start: day('10:00'), end: day('11:00'), resource_ids: ['anna'] },
    { start: day('11:00'), end: day('12:00'), resource_ids: ['anna'] },
  ])
})

test('a break takes its time, and moves no start behind it; a date with hours of its own has none', () => {
  const weekly = [{ weekday: 1, start: '09:00', end: '15:00' }]
  const breaks = [{ weekday: 1, start: '12:00', end: '12:30' }]
  const resources = [anna({ weekly, breaks })]
  const service = { duration_minutes: 60 }
  const range = { from: day('09:00'), to: day('15:00') }
  expect(startsOf({ ...range, service, resources })).toBe('09:00 10:00 11:00 13:00 14:00')
  const both = [anna({ weekly }), anna({ id: 'ben', weekly, breaks })]
  expect(startsOf({ ...range, service, resources: both, mode: 'all' })).toBe('09:00 10:00 11:00 13:00 14:00')
  const overrides = [{ date: '2027-03-01', intervals: [{ start: '09:00', end: '15:00' }] }]
  const own = [anna({ weekly, breaks, overrides })]
  expect(startsOf({ ...range, service, resources: own })).toBe('09:00 10:00 11:00 12:00 13:00 14:00')
})

describe('the range', () => {
  test('is half-open and counts starts, whose slots may end behind it', () => {
    expect(startsOf({ from: day('10:00'), to: day('11:00') })).toBe('10:00')
    expect(startsOf({ from: day('10:00'), to: '2027-03-01T11:00:00.001+01:00' })).toBe('10:00 11:00')
    expect(startsOf({ from: '2027-03-01T10:00:00.001+01:00', to: day('11:00') })).toBe('')
    expect(startsOf({ from: day('10:00'), to: day('10:00') })).toBe('')
  })

  test('may be split anywhere without moving a start', () => {
    const service = { duration_minutes: 40, interval_minutes: 25, grid: 'free_start' as const }
    const resources = [anna({ busy: [busy('09:10', '09:17')], weekly: daily('09:00', '17:00') })]
    const whole = answer({ service, resources })
    for (const cut of ['09:00', '09:41', '10:30', '13:07']) {
      const parts = [
        ...answer({ service, resources, to: day(cut) }),
        ...answer({ service, resources, from: day(cut) }),
      ]
      expect(parts).toEqual(whole)
    }
  })

  test('the minimum notice is inclusive to the millisecond', () => {
    const service = { minimum_notice_minutes: 120 }
    expect(startsOf({ service })).toBe('09:00 10:00 11:00')
    expect(startsOf({ service, now: '2027-03-01T07:00:00.001+01:00' })).toBe('10:00 11:00')
  })

  test('a start at this very instant can be had, one before it cannot', () => {
    expect(startsOf({ now: day('10:00') })).toBe('10:00 11:00')
  })
})

describe('hours', () => {
  const on = (weekly: PreviewResource['weekly'], more: Parameters<typeof bodyOf>[0] = {}) =>
    startsOf({ resources: [anna({ weekly: weekly ?? [] })], ...more })

  test('a slot lies within open time and its buffers need not', () => {
    const service = { buffer_before_minutes: 90, buffer_after_minutes: 90 }
    expect(startsOf({ service })).toBe('09:00 10:00 11:00')
  })

  test('weekday 1 is Monday and 7 is Sunday', () => {
    const week = { from: '2027-03-01T00:00:00+01:00', to: '2027-03-08T00:00:00+01:00' }
    const weekly = [
      { weekday: 7, start: '10:00', end: '11:00' },
      { weekday: 1, start: '09:00', end: '10:00' },
    ]
    expect(answer({ ...week, resources: [anna({ weekly })] }).map(({ start }) => start)).toEqual([
      '2027-03-01T09:00:00+01:00',
      '2027-03-07T10:00:00+01:00',
    ])
  })

  test('an interval that ends before it starts runs past midnight', () => {
    const weekly = [{ weekday: 1, start: '22:00', end: '02:00' }]
    expect(on(weekly, fromTo('01T00:00', '03T00:00'))).toBe('22:00 23:00 00:00 01:00')
    expect(on(weekly, fromTo('02T00:00', '03T00:00'))).toBe('00:00 01:00')
    expect(on([{ weekday: 1, start: '22:00', end: '00:00' }], fromTo('01T00:00', '03T00:00'))).toBe(
      '22:00 23:00',
    )
  })

  test('what began the evening before goes on into a day off, which begins nothing itself', () => {
    const resources = [anna({ weekly: daily('22:00', '02:00'), days_off: ['2027-03-02'] })]
    const twoDays = fromTo('01T12:00', '03T12:00')
    expect(startsOf({ resources, ...twoDays })).toBe('22:00 23:00 00:00 01:00')
  })

  test('00:00 to 24:00 is the whole day, and days that touch let a slot run from one into the other', () => {
    expect(on(daily('00:00', '24:00'), { now: day('00:00') }).split(' ')).toHaveLength(24)
    const service = { duration_minutes: 120, interval_minutes: 60 }
    expect(on(daily('00:00', '24:00'), { service, ...fromTo('01T22:00', '02T02:00') })).toBe(
      '22:00 23:00 00:00 01:00',
    )
  })

  test('intervals of a date that touch or overlap are one; those of two dates keep their own grid', () => {
    const touching = [
      { weekday: 1, start: '10:15', end: '12:00' },
      { weekday: 1, start: '09:00', end: '10:15' },
      { weekday: 1, start: '09:30', end: '10:00' },
    ]
    expect(on(touching)).toBe('09:00 10:00 11:00')
    const service = { duration_minutes: 60, interval_minutes: 50 }
    const nights = { service, ...fromTo('01T22:00', '02T02:00') }
    expect(on(daily('00:00', '24:00'), nights)).toBe('22:30 23:20 00:00 00:50 01:40')
  })

  test('a day off beats an override, and an override beats the week', () => {
    const overrides = [{ date: '2027-03-01', intervals: [{ start: '14:00', end: '15:00' }] }]
    expect(startsOf({ resources: [anna({ overrides })] })).toBe('14:00')
    expect(startsOf({ resources: [anna({ overrides, days_off: ['2027-03-01'] })] })).toBe('')
  })

  test('an override without intervals is a closed day, and one alone opens a day without a week', () => {
    expect(startsOf({ resources: [anna({ overrides: [{ date: '2027-03-01', intervals: [] }] })] })).toBe('')
    const overrides = [{ date: '2027-03-01', intervals: [{ start: '14:00', end: '16:00' }] }]
    expect(startsOf({ resources: [{ id: 'anna', overrides }] })).toBe('14:00 15:00')
  })
})

describe('zones', () => {
  test('hours are those of the resource’s own zone, the answer is in that of the body', () => {
    const resources = [anna({ zone: 'Asia/Kolkata' })]
    expect(answer({ resources, now: day('00:00') }).map(({ start }) => start)).toEqual([
      day('04:30'),
      day('05:30'),
      day('06:30'),
    ])
  })

  test('a day off and an override are dates of the resource’s own zone', () => {
    const auckland = { zone: 'Pacific/Auckland', weekly: daily('09:00', '10:00') }
    const starts = (more: Partial<PreviewResource>) =>
      answer({
        resources: [anna({ ...auckland, ...more })],
        now: '2027-02-27T00:00:00Z',
        from: '2027-02-28T00:00:00Z',
        to: '2027-03-02T00:00:00Z',
      }).map(({ start }) => start)
    expect(starts({})).toEqual(['2027-02-28T21:00:00+01:00', '2027-03-01T21:00:00+01:00'])
    expect(starts({ days_off: ['2027-03-02'] })).toEqual(['2027-02-28T21:00:00+01:00'])
  })

  test('full steps of the clock are those of the resource’s own wall', () => {
    const resources = [anna({ zone: 'Asia/Kathmandu', busy: [busy('04:15', '04:20')] })]
    const service = { duration_minutes: 60, interval_minutes: 60, grid: 'free_start_clock' as const }
    // 04:20 in Berlin is 09:05 in Kathmandu, so the next full hour is its ten o'clock.
    expect(startsOf({ resources, service, now: day('00:00') })).toBe('05:15 06:15')
  })

  test('the clock change of the zone is in the answer', () => {
    const resources = [anna({ weekly: daily('01:00', '04:00') })]
    const range = { from: '2027-03-28T00:00:00+01:00', to: '2027-03-29T00:00:00+02:00' }
    expect(answer({ resources, ...range }).map(({ start }) => start)).toEqual([
      '2027-03-28T01:00:00+01:00',
      '2027-03-28T03:00:00+02:00',
    ])
  })
})

describe('who', () => {
  const bob = (more: Partial<PreviewResource> = {}): PreviewResource => ({ ...anna(more), id: 'bob' })
  const early = anna({ busy: [busy('11:00', '12:00')] })
  const late = bob({ weekly: daily('10:00', '13:00') })

  test('any: each start once, with all that are free then', () => {
    expect(whoAt({ resources: [early, late] })).toEqual({
      '09:00': 'anna',
      '10:00': 'bob anna',
      '11:00': 'bob',
      '12:00': 'bob',
    })
  })

  test('any: the first is the one that would be chosen: with no gap left, with least to do, by id', () => {
    const gap = bob({ busy: [busy('10:00', '12:00')] })
    expect(whoAt({ resources: [anna(), gap] })).toMatchObject({ '09:00': 'bob anna' })
    expect(whoAt({ resources: [bob(), anna()] })).toMatchObject({ '10:00': 'anna bob' })
  })

  test('any: who is free but has no start of their own there is named, and not first', () => {
    const quarterPast = bob({ weekly: daily('09:15', '12:00') })
    expect(whoAt({ resources: [anna({ busy: [busy('11:00', '12:00')] }), quarterPast] })).toEqual({
      '09:00': 'anna',
      '09:15': 'bob anna',
      '10:00': 'anna bob',
      '10:15': 'bob',
    })
  })

  test('all: only where everybody is free, with all of them', () => {
    expect(whoAt({ mode: 'all', resources: [early, late] })).toEqual({ '10:00': 'anna bob' })
    expect(whoAt({ mode: 'all', resources: [late, early] })).toEqual({ '10:00': 'bob anna' })
  })

  test('all: the grid begins where the common opening does, whoever comes first', () => {
    const resources = [anna(), bob({ weekly: daily('09:15', '12:00') })]
    expect(startsOf({ mode: 'all', resources })).toBe('09:15 10:15')
    expect(startsOf({ mode: 'all', resources: resources.toReversed() })).toBe('09:15 10:15')
  })

  test('all: free_start counts from where everybody is free', () => {
    const service = { duration_minutes: 30, grid: 'free_start' as const }
    const resources = [anna({ busy: [busy('09:00', '09:20')] }), bob({ busy: [busy('10:30', '10:45')] })]
    expect(startsOf({ mode: 'all', service, resources })).toBe('09:20 09:50 10:45 11:15')
  })

  test('all: one who is away means nobody', () => {
    expect(startsOf({ mode: 'all', resources: [anna(), bob({ days_off: ['2027-03-01'] })] })).toBe('')
  })

  test('all: hours in two zones meet where they overlap', () => {
    const resources = [anna({ weekly: daily('09:00', '17:00') }), bob({ zone: 'America/New_York' })]
    // Nine in New York is three in the afternoon in Berlin.
    expect(startsOf({ mode: 'all', resources })).toBe('15:00 16:00')
  })
})

describe('busy times', () => {
  const every5 = { duration_minutes: 30, interval_minutes: 5 }
  const around = (service: Partial<Service>, blocks: Busy) => {
    const starts = startsOf({
      service: { ...every5, ...service },
      resources: [anna({ busy: blocks })],
    }).split(' ')
    return {
      last: starts.findLast((start) => start < '10:00'),
      first: starts.find((start) => start >= '10:00'),
    }
  }

  test('may be touched', () => {
    expect(around({}, [busy('10:00', '10:30')])).toEqual({ last: '09:30', first: '10:30' })
  })

  test('under max the gap is the larger of the two buffers that meet', () => {
    const own = { buffer_before_minutes: 10, buffer_after_minutes: 15 }
    const block = [busy('10:00', '10:30', { buffer_before_minutes: 20, buffer_after_minutes: 5 })]
    expect(around(own, block)).toEqual({ last: '09:10', first: '10:40' })
    expect(around({ ...own, buffer_policy: 'max' }, [busy('10:00', '10:30')])).toEqual({
      last: '09:15',
      first: '10:40',
    })
    expect(around({}, block)).toEqual({ last: '09:10', first: '10:35' })
  })

  test('under additive it is their sum', () => {
    const own = { buffer_before_minutes: 10, buffer_after_minutes: 15, buffer_policy: 'additive' as const }
    const block = [busy('10:00', '10:30', { buffer_before_minutes: 20, buffer_after_minutes: 5 })]
    // 30 minutes, 15 behind and 20 before ten is 08:55, before the opening.
    expect(around(own, block)).toEqual({ last: undefined, first: '10:45' })
    const shorter = [busy('10:00', '10:30', { buffer_before_minutes: 10, buffer_after_minutes: 5 })]
    expect(around(own, shorter)).toEqual({ last: '09:05', first: '10:45' })
  })

  test('in any order, overlapping and one within another, are their union', () => {
    const blocks = [
      busy('11:00', '11:30'),
      busy('09:30', '10:30'),
      busy('09:45', '10:00'),
      busy('10:15', '11:00'),
    ]
    expect(startsOf({ service: { duration_minutes: 30 }, resources: [anna({ busy: blocks })] })).toBe(
      '09:00 11:30',
    )
  })

  test('a time without length takes nothing, whatever its buffers and wherever in a minute', () => {
    const buffers = { buffer_before_minutes: 30, buffer_after_minutes: 30 }
    const odd = { start: '2027-03-01T10:20:30+01:00', end: '2027-03-01T10:20:30+01:00', ...buffers }
    const blocks = [busy('10:30', '10:30', buffers), odd]
    expect(startsOf({ resources: [anna({ busy: blocks })] })).toBe('09:00 10:00 11:00')
    expect(startsOf({ resources: [anna({ busy: [...blocks, ...blocks], capacity: 2 })] })).toBe(
      '09:00 10:00 11:00',
    )
  })

  test('outside of the range count as far as they reach, with their buffers, into it', () => {
    const range = { from: day('10:00'), to: day('12:00') }
    const far = [busy('07:00', '07:30'), { start: '2020-01-01T00:00:00Z', end: '2020-01-02T00:00:00Z' }]
    expect(startsOf({ ...range, resources: [anna({ busy: far })] })).toBe('10:00 11:00')
    const before = [busy('09:00', '09:40', { buffer_after_minutes: 21 })]
    expect(startsOf({ ...range, resources: [anna({ busy: before })] })).toBe('11:00')
    const behind = [busy('12:30', '13:00', { buffer_before_minutes: 31 })]
    expect(startsOf({ ...range, resources: [anna({ busy: behind })] })).toBe('10:00')
    const over = [{ start: '2026-01-01T00:00:00Z', end: '2028-01-01T00:00:00Z' }]
    expect(startsOf({ ...range, resources: [anna({ busy: over })] })).toBe('')
  })

  test('parts of minutes are rounded outwards', () => {
    const odd = (start: string, end: string) => [
      { start: `2027-03-01T${start}+01:00`, end: `2027-03-01T${end}+01:00` },
    ]
    expect(around({}, odd('10:00:00.001', '10:04:59'))).toEqual({ last: '09:30', first: '10:05' })
    expect(around({}, odd('09:59:59.999', '10:05:00.001'))).toEqual({ last: '09:25', first: '10:10' })
  })

  test('their offset does not matter', () => {
    const utc = [{ start: '2027-03-01T09:00:00Z', end: '2027-03-01T09:30:00Z' }]
    expect(around({}, utc)).toEqual({ last: '09:30', first: '10:30' })
  })
})

describe('capacity', () => {
  const free = (capacity: number, blocks: Busy, service: Partial<Service> = {}) =>
    startsOf({ service: { duration_minutes: 30, ...service }, resources: [anna({ capacity, busy: blocks })] })
  const ALL = '09:00 09:30 10:00 10:30 11:00 11:30'

  test('as many busy times as there are seats leave none while they overlap', () => {
    const blocks = [busy('09:00', '10:30'), busy('10:00', '11:00')]
    expect(free(1, blocks)).toBe('11:00 11:30')
    expect(free(2, blocks)).toBe('09:00 09:30 10:30 11:00 11:30')
    expect(free(3, blocks)).toBe(ALL)
    expect(free(2, [...blocks, ...blocks])).toBe('11:00 11:30')
  })

  test('two that follow each other take one seat', () => {
    const blocks = [busy('09:00', '10:00'), busy('10:00', '12:00')]
    expect(free(2, blocks, { duration_minutes: 120, interval_minutes: 30 })).toBe('09:00 09:30 10:00')
    expect(free(2, blocks, { buffer_before_minutes: 15, buffer_after_minutes: 15 })).toBe(ALL)
  })

  test('busy times overlap with their buffers', () => {
    const blocks = [busy('09:00', '10:00', { buffer_after_minutes: 30 }), busy('10:00', '11:00')]
    expect(free(2, blocks)).toBe('09:00 09:30 10:30 11:00 11:30')
  })

  test('two that are too close take two seats, even where no minute is taken twice', () => {
    const blocks = [busy('09:00', '10:00'), busy('09:30', '09:50', { buffer_after_minutes: 20 })]
    const service = { interval_minutes: 5, buffer_before_minutes: 15 }
    // At 10:05 the one ended five minutes ago, of fifteen; the other fifteen, of twenty.
    expect(free(2, blocks, service).split(' ').slice(0, 2)).toEqual(['09:00', '10:10'])
  })

  test('counts for each resource of its own', () => {
    const room = { capacity: 2, busy: [busy('09:00', '10:00')] }
    const bob = { ...anna(), id: 'bob', busy: [busy('09:00', '11:00')] }
    expect(whoAt({ mode: 'all', resources: [anna(room), bob] })).toEqual({ '11:00': 'anna bob' })
    expect(whoAt({ resources: [anna(room), bob] })).toEqual({
      '09:00': 'anna',
      '10:00': 'anna',
      '11:00': 'bob anna',
    })
  })
})

describe('free ranges instead of resources', () => {
  const free_ranges = [busy('14:00', '15:30'), busy('09:00', '10:45'), busy('10:45', '11:15')]

  test('are when it is open, in any order; those that touch are one', () => {
    expect(answer({ free_ranges })[0]).toEqual({ start: day('09:00'), end: day('10:00'), resource_ids: [] })
    expect(startsOf({ free_ranges })).toBe('09:00 10:00 14:00')
    expect(startsOf({ free_ranges, mode: 'all' })).toBe('09:00 10:00 14:00')
    expect(startsOf({ free_ranges: [] })).toBe('')
  })

  test('may have busy times', () => {
    const blocks = [busy('09:30', '09:40', { buffer_after_minutes: 5 })]
    expect(startsOf({ free_ranges, busy: blocks })).toBe('10:00 14:00')
    expect(startsOf({ free_ranges, busy: blocks, service: { grid: 'free_start' } })).toBe('09:45 14:00')
  })

  test('parts of minutes are rounded inwards', () => {
    const odd = [{ start: '2027-03-01T09:00:30+01:00', end: '2027-03-01T11:01:30+01:00' }]
    expect(startsOf({ free_ranges: odd })).toBe('09:01 10:01')
    expect(startsOf({ free_ranges: [{ start: day('09:00'), end: '2027-03-01T09:59:59+01:00' }] })).toBe('')
  })

  test('that began long before the range anchor the grid where they began, and after what was taken then', () => {
    const long = [{ start: '2027-01-01T00:07:00+01:00', end: '2027-06-01T00:00:00+02:00' }]
    const range = { from: day('09:00'), to: day('12:00') }
    expect(startsOf({ free_ranges: long, ...range })).toBe('09:07 10:07 11:07')
    const taken = [{ start: '2027-01-20T00:00:00+01:00', end: '2027-01-20T00:20:00+01:00' }]
    const service = { grid: 'free_start' as const }
    expect(startsOf({ free_ranges: long, busy: taken, service, ...range })).toBe('09:20 10:20 11:20')
  })
})

describe('the grid', () => {
  const resources = [anna({ busy: [busy('09:00', '09:50')] })]
  const on = (grid: Service['grid'], interval_minutes?: number) =>
    startsOf({ resources, service: { duration_minutes: 30, grid, interval_minutes } as Partial<Service> })

  test('window counts from the opening, free_start from free time, free_start_clock from the clock', () => {
    expect(on('window', 30)).toBe('10:00 10:30 11:00 11:30')
    expect(on('free_start', 30)).toBe('09:50 10:20 10:50 11:20')
    expect(on('free_start_clock', 45)).toBe('10:00 10:45 11:30')
  })
})

test('a month of fifty people with two hundred busy times each is read and answered in far less than a second', () => {
  const begin = Date.parse('2027-03-01T00:00:00Z')
  const blocks = Array.from({ length: 200 }, (_, i) => ({
    start: new Date(begin + i * 3.7 * 3_600_000).toISOString(),
    end: new Date(begin + (i * 3.7 + 0.6) * 3_600_000).toISOString(),
    buffer_after_minutes: 10,
  }))
  const resources = Array.from({ length: 50 }, (_, i) => ({ ...anna({ busy: blocks }), id: `member ${i}` }))
  const body = JSON.parse(JSON.stringify(bodyOf({ resources, to: '2027-04-01T00:00:00+02:00' })))
  const spent = processorTime(() => {
    checkBody(body)
    expect(preview(body).slots.length).toBeGreaterThan(30)
  })
  expect(spent).toBeLessThan(1_000)
})

describe('is refused, with the field:', () => {
  const at = (more: Parameters<typeof bodyOf>[0]) => bodyOf(more)
  const cases: [what: string, path: string, body: unknown][] = [
    ['a range that runs backwards', '/to', at({ from: day('10:00'), to: day('09:59') })],
    ['a range of more than 400 days', '/to', at({ to: '2028-04-05T00:00:00+02:00' })],
    ['more slots than anybody reads', '/to', at({ ...manySlots() })],
    ['an unknown zone', '/zone', at({ zone: 'Europe/Bern' })],
    ['an unknown zone of a resource', '/resources/0/zone', at({ resources: [anna({ zone: 'Mars/Base' })] })],
    ['an id that stands there twice', '/resources/1/id', at({ resources: [anna(), anna()] })],
    ['neither resources nor ranges', '/resources', { ...at({}), resources: undefined }],
    ['no resources', '/resources', at({ resources: [] })],
    ['resources and ranges', '/free_ranges', { ...at({}), free_ranges: [] }],
    ['busy times beside resources', '/busy', { ...at({}), busy: [] }],
    ['an unknown field', '/limit', { ...at({}), limit: 5 }],
    [
      'a date no calendar has',
      '/resources/0/days_off/0',
      at({ resources: [anna({ days_off: ['2027-02-29'] })] }),
    ],
    [
      'such a date of an override',
      '/resources/0/overrides/0/date',
      at({ resources: [anna({ overrides: [{ date: '2027-04-31', intervals: [] }] })] }),
    ],
    [
      'a date overridden twice',
      '/resources/0/overrides/1/date',
      at({ resources: [anna({ overrides: twice({ date: '2027-04-30', intervals: [] }) })] }),
    ],
    ['an instant no calendar has', '/now', at({ now: '2027-02-30T00:00:00Z' })],
    ['an instant without an offset', '/from', at({ from: '2027-03-01T00:00:00' })],
    [
      '25 o’clock',
      '/resources/0/weekly/0/end',
      at({ resources: [anna({ weekly: daily('09:00', '25:00') })] }),
    ],
    ['24:01', '/resources/0/weekly/0/end', at({ resources: [anna({ weekly: daily('09:00', '24:01') })] })],
    [
      'a start at 24:00',
      '/resources/0/weekly/0/start',
      at({ resources: [anna({ weekly: daily('24:00', '02:00') })] }),
    ],
    ['9:00', '/resources/0/weekly/0/start', at({ resources: [anna({ weekly: daily('9:00', '12:00') })] })],
    [
      'an interval of no length',
      '/resources/0/weekly/0/end',
      at({ resources: [anna({ weekly: daily('09:00', '09:00') })] }),
    ],
    [
      'such an interval of an override',
      '/resources/0/overrides/0/intervals/0/end',
      at({
        resources: [
          anna({ overrides: [{ date: '2027-03-01', intervals: [{ start: '09:00', end: '09:00' }] }] }),
        ],
      }),
    ],
    [
      'weekday 0',
      '/resources/0/weekly/0/weekday',
      at({ resources: [anna({ weekly: [{ weekday: 0, start: '09:00', end: '10:00' }] })] }),
    ],
    [
      'a busy time that runs backwards',
      '/resources/0/busy/0/end',
      at({ resources: [anna({ busy: [busy('10:00', '09:00')] })] }),
    ],
    ['a range that runs backwards', '/free_ranges/0/end', at({ free_ranges: [busy('10:00', '09:00')] })],
    ['a service without length', '/service/duration_minutes', at({ service: { duration_minutes: 0 } })],
    ['a grid nobody knows', '/service/grid', at({ service: { grid: 'clock' as 'window' } })],
    ['no seats', '/resources/0/capacity', at({ resources: [anna({ capacity: 0 })] })],
  ]

  test.each(cases)('%s (%s)', (_what, path, sent) => {
    const body = JSON.parse(JSON.stringify(sent)) as PreviewBody
    const ask = () => {
      checkBody(body)
      return preview(body)
    }
    expect(ask).toThrow(
      expect.objectContaining({
        code: 'invalid',
        extra: { errors: [expect.objectContaining({ path })] },
      }),
    )
  })
})

function manySlots() {
  const resources = [anna({ weekly: daily('00:00', '24:00') })]
  return { resources, to: '2027-12-01T00:00:00+01:00', service: { duration_minutes: 1 } }
}

function twice<T>(item: T): T[] {
  return [item, item]
}
