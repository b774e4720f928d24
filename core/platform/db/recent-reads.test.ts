import { expect, test } from '@jest/globals'
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
