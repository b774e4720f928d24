import { expect, test } from '@jest/globals'
import { templateOf } from './booking-template.ts'
import { fillTemplate } from './fill-template.ts'
import { pgbenchScript } from './pgbench-script.ts'
import { commonTransactions, type SentStatement, transactionsOf } from './sent-statement.ts'

const WEEK = 7 * 86_400_000
const TENANT = '01a227cd-f4cf-7613-b6c2-1233d4d15c75'
const IDS = ['01a227ce-1e7c-7522-985c-602c5a3caa70', '01a227ce-1e80-7365-8cb0-c4f3be5ed911'] as const

const statement = (text: string, values?: unknown[], waited = true): SentStatement => ({
  connection: 1,
  waited,
  text,
  ...(values ? { values } : {}),
})

/** A booking of a time: begin, the row, what tells of it. */
const booking = (id: string, start: number, at: number) => ({
  start,
  transactions: [
    [
      statement('begin'),
      statement('insert $1 $2 $3', [TENANT, [id, null], new Date(start).toISOString()], false),
      statement('tell $1 $2', [
        JSON.stringify({ id, start, minute: start / 60_000, at: new Date(at).toISOString(), version: 1 }),
        '-7249775003778778337',
      ]),
      statement('commit', undefined, false),
    ],
  ],
})

const [FIRST, NOW] = [Date.parse('2029-06-04T10:00:00.000Z'), Date.parse('2026-11-29T12:00:00.123Z')]
const template = () => templateOf(booking(IDS[0], FIRST, NOW), booking(IDS[1], FIRST + WEEK, NOW + 50))

test('a booking is sent again in the same groups, with one new id, for another time, at another moment', () => {
  const start = Date.parse('2027-01-01T00:30:00.000Z')
  const [opening = [], closing = []] = fillTemplate(template(), start)
  expect([opening, closing].map((group) => group.map(({ text }) => text))).toEqual([
    ['begin', 'insert $1 $2 $3'],
    ['tell $1 $2', 'commit'],
  ])
  const [tenant, ids, time] = opening[1]?.values ?? []
  const told = JSON.parse(String(closing[0]?.values?.[0]))
  expect([tenant, time]).toEqual([TENANT, '2027-01-01T00:30:00.000Z'])
  expect(ids).toEqual([told.id, null])
  expect(IDS).not.toContain(told.id)
  expect(told).toMatchObject({ start, minute: start / 60_000, version: 1 })
  expect(Math.abs(Date.parse(told.at) - Date.now())).toBeLessThan(60_000)
  expect(closing[0]?.values?.[1]).toBe('-7249775003778778337')
  expect(fillTemplate(template(), start)[0]?.[1]?.values?.[1]).not.toEqual(ids)
})

test('a day that begins an hour earlier after the clocks have changed moves along', () => {
  const range = (day: string) => [[statement('taken $1', [day])]]
  const found = templateOf(
    { start: FIRST, transactions: range('2029-06-03T22:00:00.000Z') },
    { start: FIRST + WEEK, transactions: range('2029-06-10T23:00:00.000Z') },
  )
  expect(fillTemplate(found, FIRST)[0]?.[0]?.values).toEqual(['2029-06-03T22:00:00.000Z'])
})

test('what differs in another way, or is another statement, is refused', () => {
  const of = (transactions: SentStatement[][]) => () =>
    templateOf(
      { start: FIRST, transactions: [[statement('a $1', ['x'])]] },
      { start: FIRST + WEEK, transactions },
    )
  expect(of([[statement('a $1', ['y'])]])).toThrow('cannot repeat')
  expect(of([[statement('b $1', ['x'])]])).toThrow('did different things')
  expect(of([[statement('a $1', ['x']), statement('commit')]])).toThrow('did different things')
})

test('for pgbench what is new each time is an expression, all else a variable', () => {
  const types = new Map([
    ['insert $1 $2 $3', ['uuid', 'uuid[]', 'timestamptz']],
    ['tell $1 $2', ['jsonb', 'bigint']],
  ])
  const { script, variables } = pgbenchScript(template(), { types, pipelines: 'as the hub' })
  const lines = script.trim().split('\n')
  expect(lines.filter((line) => /pipeline/.test(line))).toEqual([
    '\\startpipeline',
    '\\endpipeline',
    '\\startpipeline',
    '\\endpipeline',
  ])
  const insert = lines.find((line) => line.startsWith('insert')) ?? ''
  expect(insert).toContain('to_hex(:id0::bigint)')
  expect(insert).toMatch(/^insert :c\d .*::uuid\[\] .*::timestamptz;$/)
  expect(lines.find((line) => line.startsWith('tell'))).toMatch(/::jsonb :c\d+;$/)
  expect(Object.values(variables)).toEqual(expect.arrayContaining([TENANT, '-7249775003778778337']))
  const one = pgbenchScript(template(), { types, pipelines: 'one' }).script
  expect(one.match(/\\startpipeline/g)).toHaveLength(1)
})

test('of what a hub sends only the transactions of each request count, whatever goes on beside them', () => {
  const on = (connection: number, ...texts: string[]) =>
    texts.map((text) => ({ ...statement(text), connection }))
  const [key, book] = [on(2, 'begin', 'the key', 'commit'), on(2, 'begin; tenant', 'book', 'commit')]
  const courier = on(3, 'begin; set local role askpro_courier', 'read', 'commit')
  const mixed = [...key, ...book.slice(0, 1), ...courier, ...book.slice(1), ...on(4, 'alone')]
  expect(transactionsOf(mixed)).toEqual([key, book, courier, on(4, 'alone')])
  expect(commonTransactions([transactionsOf(mixed), transactionsOf([...courier, ...book])])).toEqual([
    [book],
    [book],
  ])
})
