import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { findChromium } from './find-chromium.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'askpro-path-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a browser is found wherever on the PATH it is, under any of its names', () => {
  writeFileSync(join(folder, 'chromium-browser'), '', { mode: 0o755 })
  expect(findChromium(['', '/nowhere', folder].join(delimiter))).toBe(join(folder, 'chromium-browser'))
})

test('without one, or with a file that cannot be run, there is none', () => {
  writeFileSync(join(folder, 'chromium'), '', { mode: 0o644 })
  expect(findChromium(folder)).toBeUndefined()
  expect(findChromium('')).toBeUndefined()
})
