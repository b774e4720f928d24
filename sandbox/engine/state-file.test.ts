import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { StateFile } from './state-file.ts'

const identity = (content: unknown) => content
const freshPath = () => join(mkdtempSync(join(tmpdir(), 'sandbox-state-')), 'state.json')

test('what was written is read again, and no half-written neighbour is left', () => {
  const path = freshPath()
  const file = new StateFile(path, identity)
  expect(file.read()).toBeUndefined()
  file.write({ bookings: [1] })
  file.write({ bookings: [1, 2] })
  expect(new StateFile(path, identity).read()).toEqual({ bookings: [1, 2] })
  expect(readdirSync(join(path, '..'))).toEqual(['state.json'])
})

test('a neighbour left by a crash in the middle of writing does no harm', () => {
  const path = freshPath()
  const file = new StateFile(path, identity)
  file.write('whole')
  writeFileSync(`${path}.tmp`, '{"version":1,"con')
  expect(file.read()).toBe('whole')
})

test('a file of another kind or version is refused by name', () => {
  const path = freshPath()
  const file = new StateFile(path, identity)
  writeFileSync(path, '{"name":"x"}')
  expect(() => file.read()).toThrow('is not a sandbox state file')
  writeFileSync(path, '{"version":9,"content":{}}')
  expect(() => file.read()).toThrow('has version 9')
})
