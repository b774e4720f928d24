import { expect, test } from '@jest/globals'
import { readOptions, WrongOptions } from './options.ts'
import { seeded } from './random.ts'
import { rows } from './rows/index.ts'

test('no two rows have the same name on the same layout', () => {
  const names = rows.map(({ layout, name }) => `${layout} ${name}`)
  expect(new Set(names).size).toBe(names.length)
})

const killed = ['api', 'worker', 'both'].flatMap((who) =>
  [
    'before the hold',
    'after the hold',
    'before the commit',
    'after the commit, before the answer',
    'after the provider’s answer',
  ].map((step) => `kill -9 ${who}: ${step}`),
)
const atProviders = ['Cal.com', 'Google Calendar', 'Retell’s API', 'Stripe'].flatMap((provider) =>
  ['hangs 60 s', 'resets', '429', '500 after the work'].map((fault) => `${provider}: ${fault}`),
)
const postgres = [
  'restarted fast',
  'restarted at once',
  'frozen 30 s',
  'connections cut',
  'connection cut at COMMIT, after it arrived',
  'disk full 10 s',
].map((fault) => `PostgreSQL: ${fault}`)
const webhooks = ['doubled', 'reordered', 'three days late', 'lost'].map((manner) => `webhooks: ${manner}`)
const others = [
  'function calls: twice and at once',
  'a job that kills its process',
  'clock: jumps forward',
  'clock: jumps back',
]

test.each([...killed, ...atProviders, ...postgres, ...webhooks, ...others])(
  '%s: with one api and two, with both couriers',
  (name) => {
    expect(rows.filter((row) => row.name === name).map(({ layout }) => layout)).toEqual(['one', 'two'])
  },
)

test('rows are chosen by a pattern over layout and name', () => {
  const chosen = readOptions(['--only', '^two redis: (flush|frozen)'], rows).rows
  expect(chosen.map(({ name }) => name)).toEqual(['Redis: FLUSHALL', 'Redis: frozen 30 s'])
  expect(readOptions([], rows).rows).toHaveLength(rows.length)
  expect(readOptions(['--quick'], rows).rows.length).toBeLessThan(rows.length / 3)
})

test.each([['--only', 'no such row'], ['--only', '('], ['--seed', 'x'], ['--loud']])(
  '%s %s is refused with what to do',
  (...args) => {
    expect(() => readOptions(args.filter(Boolean), rows)).toThrow(WrongOptions)
  },
)

test('the same seed gives the same numbers and names, another seed others', () => {
  const some = (seed: number) => {
    const random = seeded(seed)
    return [random.upTo(1_000_000), random.name(), random.upTo(1_000_000), random.name()]
  }
  expect(some(7)).toEqual(some(7))
  expect(some(8)).not.toEqual(some(7))
  const random = seeded(1)
  expect(new Set(Array.from({ length: 2_000 }, () => random.name())).size).toBe(2_000)
})
