import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { reportSkips, type SkipReportOptions } from './skip-report.ts'

let folder = ''
let options: SkipReportOptions

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'askpro-skips-'))
  options = { skipFile: join(folder, 'skipped'), unrunFile: join(folder, 'unrun'), filtered: false }
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const unrun = (...files: string[]) =>
  writeFileSync(
    options.unrunFile,
    JSON.stringify(files.map((file) => ({ file: resolve(file), test: 'it works' }))),
  )

function needsRedis(file: string): void {
  const skip = {
    need: 'Redis',
    bringIt: 'apt-get install redis-server',
    suite: 'queues',
    file: resolve(file),
  }
  writeFileSync(options.skipFile, `${JSON.stringify(skip)}\n`)
}

test('a run that skipped nothing says nothing', () => {
  expect(reportSkips(options)).toEqual({ lines: [], avoidable: false })
})

test('a suite without its server is named once, with how to bring the server', () => {
  needsRedis('core/jobs.test.ts')
  unrun('core/jobs.test.ts', 'core/jobs.test.ts')
  expect(reportSkips(options)).toEqual({
    lines: [
      'SKIPPED: suites that need Redis. Bring it with: apt-get install redis-server',
      '  core/jobs.test.ts: queues',
    ],
    avoidable: true,
  })
})

test('a test that somebody has marked as skipped is avoidable, unless a name filter left it out', () => {
  unrun('core/a.test.ts')
  expect(reportSkips(options)).toEqual({ lines: ['SKIPPED: core/a.test.ts: it works'], avoidable: true })
  expect(reportSkips({ ...options, filtered: true })).toEqual({ lines: [], avoidable: false })
})

test('contract tests without the providers’ documents are named, but nobody could have avoided it', () => {
  unrun('sandbox/acme.contract.test.ts', 'sandbox/acme.contract.test.ts')
  const { lines, avoidable } = reportSkips(options)
  expect(lines).toEqual([expect.stringMatching(/^SKIPPED: sandbox\/acme\.contract\.test\.ts \(2 tests\)/)])
  expect(avoidable).toBe(false)
})
