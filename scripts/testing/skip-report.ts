import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { SkippedSuite } from '../../core/platform/testing/skip-record.ts'
import { readSkips } from '../../core/platform/testing/skip-record.ts'

export interface SkipReportOptions {
  /** What suites have written down by `recordSkip`. */
  skipFile: string
  /** The tests that jest did not run, from note-unrun-tests.mjs. */
  unrunFile: string
  /** A name filter was given: then it is natural that jest did not run all. */
  filtered: boolean
}

export interface SkipReport {
  /** What to say as the last lines of the run. */
  lines: string[]
  /** False if only such suites were left out that nothing on this machine could have made run. */
  avoidable: boolean
}

/** Compares with a provider's documents, which are not part of this repository; runs where they lie beside it. */
const CONTRACT = /\.contract\.test\.ts$/

/** What did not run, and how to make it run. */
export function reportSkips({ skipFile, unrunFile, filtered }: SkipReportOptions): SkipReport {
  const skips = existsSync(skipFile) ? readSkips(skipFile) : []
  const said = new Set(skips.map((skip) => skip.file))
  const unrun = filtered ? [] : readUnrun(unrunFile).filter(({ file }) => !said.has(file))
  const marked = unrun.filter(({ file }) => !CONTRACT.test(file))
  const contracts = unrun.filter(({ file }) => CONTRACT.test(file))
  return {
    lines: [
      ...forWantOfDocuments(contracts),
      ...marked.map(({ file, test }) => `SKIPPED: ${relative('.', file)}: ${test}`),
      ...forWantOfSomething(skips),
    ],
    avoidable: skips.length + marked.length > 0,
  }
}

interface UnrunTest {
  file: string
  test: string
}

function readUnrun(unrunFile: string): UnrunTest[] {
  return existsSync(unrunFile) ? (JSON.parse(readFileSync(unrunFile, 'utf8')) as UnrunTest[]) : []
}

function* forWantOfDocuments(unrun: UnrunTest[]): Generator<string> {
  for (const [file, tests] of Map.groupBy(unrun, (test) => test.file)) {
    yield `SKIPPED: ${relative('.', file)} (${tests.length} tests): the provider's documents are not part of this repository.`
  }
}

function* forWantOfSomething(skips: SkippedSuite[]): Generator<string> {
  for (const [need, suites] of Map.groupBy(skips, (skip) => skip.need)) {
    yield `SKIPPED: suites that need ${need}. Bring it with: ${suites[0]?.bringIt}`
    for (const { file, suite } of suites) yield `  ${relative('.', file)}: ${suite}`
  }
}
