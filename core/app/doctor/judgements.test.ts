import { expect, test } from '@jest/globals'
import { skewVerdicts } from './clock-check.ts'
import { spaceVerdict } from './disk-check.ts'
import { reasonOf } from './reason-of.ts'
import { redisTroubles } from './redis-check.ts'
import { reportLines } from './report-lines.ts'
import { withoutSecrets } from './without-secrets.ts'

const levels = (found: ReadonlyArray<{ level: string }>) => found.map(({ level }) => level)

test('a clock that is some seconds off is a warning, one that is half a minute off a failure, both ways', () => {
  const skews = (ahead: number) => skewVerdicts([{ of: 'the database', ahead }])
  expect(levels(skews(1_999))).toEqual(['ok'])
  expect(levels(skews(-2_000))).toEqual(['warn'])
  expect(levels(skews(30_000))).toEqual(['fail'])
  expect(skews(-45_000)[0]).toMatchObject({ level: 'fail', says: 'the database is 45 s behind this machine' })
  const two = [
    { of: 'the database', ahead: 3 },
    { of: 'Redis', ahead: -5_000 },
  ]
  expect(skewVerdicts(two).map(({ says }) => says)).toEqual(['Redis is 5.00 s behind this machine'])
})

test('Redis must be 6.2, must not evict, and should not be full', () => {
  const well = { version: '7.4.1', evictionPolicy: 'noeviction', usedBytes: 1, maxBytes: 0, clockAhead: 0 }
  expect(redisTroubles(well)).toEqual([])
  expect(redisTroubles({ ...well, version: '6.2.0' })).toEqual([])
  expect(levels(redisTroubles({ ...well, version: '6.0.16' }))).toEqual(['fail'])
  expect(levels(redisTroubles({ ...well, evictionPolicy: 'allkeys-lru' }))).toEqual(['fail'])
  expect(levels(redisTroubles({ ...well, usedBytes: 95, maxBytes: 100 }))).toEqual(['warn'])
  expect(levels(redisTroubles({ ...well, usedBytes: 100, maxBytes: 100 }))).toEqual(['fail'])
  const silent = { version: undefined, evictionPolicy: undefined, usedBytes: undefined, maxBytes: undefined }
  expect(redisTroubles({ ...silent, clockAhead: 0 })).toEqual([])
})

test('little room is a warning where the database needs it, none is a failure everywhere', () => {
  const level = (free: number, elsewhere: boolean) =>
    spaceVerdict(free, { dataDir: '/data', elsewhere }).level
  expect([level(5e9, false), level(1e9, false), level(1e8, false)]).toEqual(['ok', 'warn', 'fail'])
  expect([level(1e9, true), level(1e8, true)]).toEqual(['ok', 'fail'])
})

test('what a secret stands in is shown without it', () => {
  const finding = { check: 'x', level: 'fail', says: 'no geheim1 here', todo: 'not geheim1' } as const
  const { says, todo } = withoutSecrets(finding, ['geheim1', ''])
  expect([says, todo]).toEqual(['no [hidden] here', 'not [hidden]'])
})

test('the reason of an error is found where libraries hide it', () => {
  expect(reasonOf(new AggregateError([new Error('connect ECONNREFUSED ::1:5'), new Error('other')]))).toBe(
    'connect ECONNREFUSED ::1:5',
  )
  expect(reasonOf(new TypeError('fetch failed', { cause: new Error('certificate has expired') }))).toBe(
    'certificate has expired',
  )
  expect(reasonOf(Object.assign(new Error(''), { code: 'ECONNRESET' }))).toBe('ECONNRESET')
})

test('each finding is one line with what to do, and the last line counts them', () => {
  const lines = reportLines([
    { check: 'disk', level: 'ok', says: '70 GB free' },
    { check: 'redis', level: 'fail', says: 'is away', todo: 'Start it.' },
  ])
  expect(lines).toEqual([
    'ok    disk   70 GB free',
    'FAIL  redis  is away. Start it.',
    '',
    '1 failed, 0 to look at, 1 well, 0 not looked at',
  ])
})
