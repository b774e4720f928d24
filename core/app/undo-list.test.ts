import { expect, test } from '@jest/globals'
import { UndoList } from './undo-list.ts'

test('what was started last ends first, and each only once', async () => {
  const ended: string[] = []
  const undo = new UndoList()
  for (const name of ['database', 'server', 'jobs']) undo.push(async () => ended.push(name))
  await undo.run()
  await undo.run()
  expect(ended).toEqual(['jobs', 'server', 'database'])
})

test('a step that fails is told after all the others have run', async () => {
  const ended: string[] = []
  const undo = new UndoList()
  undo.push(() => ended.push('database'))
  undo.push(() => {
    throw new Error('the server hung')
  })
  undo.push(() => Promise.reject(new Error('the jobs hung')))
  await expect(undo.run()).rejects.toThrow('the jobs hung')
  expect(ended).toEqual(['database'])
})
