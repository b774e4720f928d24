import { setImmediate as endOfTurn, setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { HubError } from '../errors.ts'
import { GatheredWrites } from './gathered-writes.ts'

function table(refuse: (items: readonly number[]) => Error | undefined = () => undefined) {
  const statements: number[][] = []
  const writes = new GatheredWrites<number, string>({
    most: 3,
    size: (item) => item,
    mostSize: 1_000,
    lanes: 1,
    async write(items) {
      statements.push([...items])
      await sleep(5)
      const error = refuse(items)
      if (error) throw error
      return items.map((item) => `row ${item}`)
    },
  })
  return { statements, add: (item: number) => writes.add(item) }
}

/** Two lanes; each statement is answered when the test says so. */
function heldTable() {
  const statements: number[][] = []
  const held: Array<() => void> = []
  const writes = new GatheredWrites<number, number>({
    most: 3,
    size: () => 1,
    mostSize: 1_000,
    lanes: 2,
    async write(items) {
      statements.push([...items])
      await new Promise<void>((resolve) => held.push(resolve))
      return items
    },
  })
  return { statements, add: (item: number) => writes.add(item), answer: (at: number) => held[at]?.() }
}

test('what comes at the same time goes together, and each gets its own', async () => {
  const { statements, add } = table()
  expect(await Promise.all([1, 2, 3, 4, 5].map(add))).toEqual(['row 1', 'row 2', 'row 3', 'row 4', 'row 5'])
  expect(statements).toEqual([
    [1, 2, 3],
    [4, 5],
  ])
  expect(await add(6)).toBe('row 6')
})

test('what comes meanwhile waits for the next', async () => {
  const { statements, add } = table()
  const first = add(1)
  await until(() => statements.length === 1)
  await Promise.all([first, ...[2, 3, 4].map(add)])
  expect(statements).toEqual([[1], [2, 3, 4]])
})

test('a full one goes beside the one under way, and a smaller one waits for both', async () => {
  const { statements, add, answer } = heldTable()
  const all = [1, 2].map(add)
  await until(() => statements.length === 1)
  all.push(add(3), add(4))
  await endOfTurn()
  expect(statements).toEqual([[1, 2]])
  all.push(add(5))
  await until(() => statements.length === 2)
  all.push(add(6))
  await endOfTurn()
  answer(0)
  await all[0]
  await endOfTurn()
  expect(statements).toEqual([
    [1, 2],
    [3, 4, 5],
  ])
  answer(1)
  await until(() => statements.length === 3)
  answer(2)
  expect(await Promise.all(all)).toEqual([1, 2, 3, 4, 5, 6])
})

test('what is large goes in smaller statements, and alone where nothing else fits beside it', async () => {
  const { statements, add } = table()
  await Promise.all([600, 400, 1, 5_000, 2, 998].map(add))
  expect(statements).toEqual([[600, 400], [1], [5_000], [2, 998]])
})

test('one that cannot be written costs no other its place', async () => {
  const { add } = table((items) => (items.includes(3) ? new Error('3 does not fit') : undefined))
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map(add))
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(await add(5)).toBe('row 5')
})

test('when the database does not answer, all are told so, and none is tried again', async () => {
  const { statements, add } = table(() => new HubError('unavailable'))
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map(add))
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected'])
  expect(statements).toEqual([[1, 2, 3], [4]])
})

async function until(is: () => boolean): Promise<void> {
  while (!is()) await endOfTurn()
}
