import { expect, test } from '@jest/globals'
import { DatabaseTap, type TrapSet } from './database-tap.ts'
import type { DatabaseStep, Verdict } from './trap.ts'

const message = (type: string, text: string): Buffer => {
  const body = Buffer.from(text, 'latin1')
  const head = Buffer.alloc(type.length + 4)
  head.write(type)
  head.writeInt32BE(body.length + 4, type.length)
  return Buffer.concat([head, body])
}
const query = (sql: string) => message('Q', `${sql}\0`)
const bind = (value: string) => message('B', `\0\0${value}`)
const complete = (tag: string) => message('C', `${tag}\0`)
const ready = (state: 'I' | 'T') => message('Z', state)
const STARTUP = message('', '\0\u0003\0\0user\0hub\0\0')

async function tapWith(at: DatabaseStep, verdict: Verdict = 'pass') {
  const traps: TrapSet = new Set()
  const sprung: string[] = []
  const tap = new DatabaseTap(traps)
  await tap.toTarget(STARTUP)
  traps.add({
    mark: 'mark-1',
    at,
    async spring() {
      sprung.push(at)
      return verdict
    },
  })
  return { tap, sprung }
}

test('before the first statement that bears the mark, whatever others are under way', async () => {
  const { tap, sprung } = await tapWith('begin')
  await tap.toTarget(Buffer.concat([query('begin'), bind('another')]))
  expect(sprung).toEqual([])
  await tap.toTarget(bind('mark-1'))
  expect(sprung).toEqual(['begin'])
})

test('before the COMMIT of the transaction that bears the mark, and of no other', async () => {
  const { tap, sprung } = await tapWith('commit', 'cut')
  for (const sql of ['begin', 'select 1', 'commit']) await tap.toTarget(query(sql))
  expect(sprung).toEqual([])
  await tap.toTarget(Buffer.concat([query('begin'), bind('mark-1')]))
  expect(await tap.toTarget(query('commit'))).toBe('cut')
  expect(sprung).toEqual(['commit'])
})

test('a mark of a transaction that was rolled back does not count for the next one', async () => {
  const { tap, sprung } = await tapWith('commit')
  for (const sent of [query('begin'), bind('mark-1'), query('rollback'), query('begin'), query('commit')]) {
    await tap.toTarget(sent)
  }
  expect(sprung).toEqual([])
})

test('after the commit: what the database says is kept back until then, and cut off or passed on whole', async () => {
  for (const verdict of ['pass', 'cut'] as const) {
    const { tap, sprung } = await tapWith('committed', verdict)
    await tap.toTarget(Buffer.concat([query('begin'), bind('mark-1'), query('commit')]))
    expect(await tap.toClient(Buffer.concat([complete('BEGIN'), ready('T')]))).toEqual(Buffer.alloc(0))
    expect(sprung).toEqual([])
    const end = Buffer.concat([complete('COMMIT'), ready('I')])
    const all = Buffer.concat([complete('BEGIN'), ready('T'), end])
    expect(await tap.toClient(end)).toEqual(verdict === 'cut' ? 'cut' : all)
    expect(sprung).toEqual(['committed'])
  }
})

test('a statement outside of a transaction commits by itself', async () => {
  const { tap, sprung } = await tapWith('committed')
  await tap.toTarget(bind('mark-1'))
  await tap.toClient(complete('SELECT 1'))
  expect(sprung).toEqual([])
  await tap.toClient(ready('I'))
  expect(sprung).toEqual(['committed'])
})

test('messages that come in pieces are seen whole, and nothing is lost or changed on the way', async () => {
  const { tap, sprung } = await tapWith('begin')
  const sent = Buffer.concat([query('begin'), bind('mark-1'), query('commit')])
  const passed: Buffer[] = []
  for (let at = 0; at < sent.length; at += 3) {
    const out = await tap.toTarget(sent.subarray(at, at + 3))
    if (out !== 'cut') passed.push(out)
  }
  expect(Buffer.concat(passed)).toEqual(sent)
  expect(sprung).toEqual(['begin'])
})
