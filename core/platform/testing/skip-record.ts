import { appendFileSync, readFileSync } from 'node:fs'
import { testEnvironment } from './test-environment.ts'

/** A suite that did not run for want of something on this machine. */
export interface SkippedSuite {
  /** What it needs, for instance `Redis`. */
  need: string
  /** How to get that, for instance `apt-get install redis-server`. */
  bringIt: string
  /** The suite's name and its file. */
  suite: string
  file: string
}

/** Writes the skip down, so that the run can end by saying it aloud; without `npm test` it is said at once. */
export function recordSkip(skipped: SkippedSuite): void {
  const { skipFile } = testEnvironment()
  if (skipFile) appendFileSync(skipFile, `${JSON.stringify(skipped)}\n`)
  else process.stderr.write(`SKIPPED: ${skipped.suite} needs ${skipped.need}: ${skipped.bringIt}\n`)
}

export function readSkips(skipFile: string): SkippedSuite[] {
  const lines = readFileSync(skipFile, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as SkippedSuite)
}
