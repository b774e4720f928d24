import { expect, test } from '@jest/globals'
import { KeptExamination } from './kept-examination.ts'

test('all who ask at about the same time get one answer', async () => {
  let runs = 0
  const kept = new KeptExamination(async () => {
    runs += 1
    return [{ check: 'disk', level: 'ok', says: String(runs) }]
  })
  const [one, other] = await Promise.all([kept.get(), kept.get()])
  expect(one).toBe(other)
  expect((await kept.get()).findings).toEqual([{ check: 'disk', level: 'ok', says: '1' }])
})

test('an examination that failed is made again', async () => {
  let runs = 0
  const kept = new KeptExamination(async () => {
    runs += 1
    if (runs === 1) throw new Error('no memory')
    return []
  })
  await expect(kept.get()).rejects.toThrow('no memory')
  expect((await kept.get()).findings).toEqual([])
})
