import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { RecentReads } from './recent-reads.ts'

/** A table of one row, and how often it was read. */
function row(value: string | undefined) {
  const table = { value, reads: 0 }
  const read = async () => {
    table.reads += 1
    return table.value
  }
  return { table, read }
}

test('what was found is read once, also by those who ask at the same time', async () => {
  const recent = new RecentReads<string>()
  const { table, read } = row('open')
  const found = await Promise.all([recent.get('a', read), recent.get('a', read)])
  expect([...found, await recent.get('a', read)]).toEqual(['open', 'open', 'open'])
  expect(table.reads).toBe(1)
  await recent.get('b', read)
  expect(table.reads).toBe(2)
})

test('once a change is outlived it is seen, whoever read before', async () => {
  const processes = [new RecentReads<string>(), new RecentReads<string>()]
  const { table, read } = row('open')
  const ask = () => Promise.all(processes.map((recent) => recent.get('a', read)))
  await ask()
  table.value = 'closed'
  expect(await ask()).toEqual(['open', 'open'])
  await RecentReads.outlived()
  expect(await ask()).toEqual(['closed', 'closed'])
})

test('neither nothing nor a failure is kept', async () => {
  const recent = new RecentReads<string>()
  const { table, read } = row(undefined)
  expect(await recent.get('a', read)).toBeUndefined()
  await expect(recent.get('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down')
  table.value = 'made'
  expect(await recent.get('a', read)).toBe('made')
})

/** A table, and which keys each statement asked for. */
function table(rows: Record<string, string>) {
  const statements: string[][] = []
  const read = async (keys: readonly string[]) => {
    statements.push([...keys])
    return new Map(keys.flatMap((key) => (rows[key] === undefined ? [] : [[key, rows[key]] as const])))
  }
  return { rows, statements, read }
}

describe('what one statement can read together', () => {
  /** Milliseconds: everything is due after 450 of them. */
  const GOOD_FOR = 500

  test('is read with the first that is too old, if it was asked for again meanwhile', async () => {
    const recent = new RecentReads<string>(GOOD_FOR)
    const { statements, read } = table({ a: 'A', b: 'B', idle: 'I' })
    const ask = (key: string) => recent.getTogether(key, read)
    expect(await Promise.all(['a', 'b', 'idle', 'a', 'b'].map(ask))).toEqual(['A', 'B', 'I', 'A', 'B'])
    expect(statements).toEqual([['a'], ['b'], ['idle']])
    await RecentReads.outlived(GOOD_FOR)
    expect(await Promise.all(['a', 'b'].map(ask))).toEqual(['A', 'B'])
    expect(statements.slice(3)).toEqual([['a', 'b']])
    expect(await ask('idle')).toBe('I')
    expect(statements.slice(4)).toEqual([['idle']])
  })

  test('is left alone where it was read a moment ago', async () => {
    // Long, so that no busy machine makes the second one due as well.
    const goodFor = GOOD_FOR * 4
    const recent = new RecentReads<string>(goodFor)
    const { statements, read } = table({ a: 'A', b: 'B' })
    const ask = (key: string) => recent.getTogether(key, read)
    await ask('a')
    await sleep(goodFor / 2)
    await Promise.all(['b', 'b'].map(ask))
    await RecentReads.outlived(goodFor / 2)
    await ask('a')
    expect(statements).toEqual([['a'], ['b'], ['a']])
  })

  test('once a change is outlived it is seen, and what is gone is gone, whoever goes on asking', async () => {
    const processes = [new RecentReads<string>(GOOD_FOR), new RecentReads<string>(GOOD_FOR)]
    const { rows, read } = table({ a: 'A', b: 'B', c: 'C' })
    const askAll = (recent: RecentReads<string>) =>
      Promise.all(['a', 'b', 'c'].map((key) => recent.getTogether(key, read)))
    const asking = new AbortController()
    const goOn = async () => {
      while (!asking.signal.aborted) {
        await Promise.all(processes.map(askAll))
        await sleep(GOOD_FOR / 9)
      }
    }
    const others = goOn()
    await sleep(GOOD_FOR / 2)
    for (const changed of ['first', 'second', 'third']) {
      rows.a = changed
      if (changed === 'second') delete rows.b
      await RecentReads.outlived(GOOD_FOR)
      expect(await Promise.all(processes.map(askAll))).toEqual([
        [rows.a, rows.b, 'C'],
        [rows.a, rows.b, 'C'],
      ])
    }
    asking.abort()
    await others
  })

  test('a statement that fails is nobody’s answer afterwards', async () => {
    const recent = new RecentReads<string>(GOOD_FOR)
    const { read } = table({ a: 'A', b: 'B' })
    await Promise.all(['a', 'b', 'a', 'b'].map((key) => recent.getTogether(key, read)))
    await RecentReads.outlived(GOOD_FOR)
    const down = () => Promise.reject(new Error('down'))
    const failed = await Promise.allSettled([recent.getTogether('a', down), recent.getTogether('b', down)])
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await Promise.all(['a', 'b'].map((key) => recent.getTogether(key, read)))).toEqual(['A', 'B'])
  })
})
