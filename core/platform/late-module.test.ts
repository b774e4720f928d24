import { expect, test } from '@jest/globals'
import { lateModule, loadLateModules } from './late-module.ts'

/** A package that notes when it is loaded. */
function noted(name: string, loads: string[]) {
  return lateModule(() => {
    loads.push(name)
    return { name }
  })
}

test('a late module is loaded at its first use, and only then', () => {
  const loads: string[] = []
  const use = noted('one', loads)
  expect(loads).toEqual([])
  expect(use()).toBe(use())
  expect(loads).toEqual(['one'])
})

test('after the start those are loaded that nobody has used, each once', async () => {
  const loads: string[] = []
  const [used, unused] = [noted('used', loads), noted('unused', loads)]
  used()
  await loadLateModules()
  expect(loads).toEqual(['used', 'unused'])
  unused()
  await loadLateModules()
  expect(loads).toEqual(['used', 'unused'])
})

test('one that cannot be loaded says so at each use', () => {
  const use = lateModule(() => {
    throw new Error('not installed')
  })
  expect(use).toThrow('not installed')
  expect(use).toThrow('not installed')
})
