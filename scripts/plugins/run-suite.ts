import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from 'node:test'
import { linkSdk } from './sdk-link.ts'

export interface SuiteOutcome {
  passed: number
  /** Names of the tests that failed, and of files that could not be run. */
  failed: Array<{ name: string; why: string }>
}

const ROOT = join(import.meta.dirname, '..', '..')

/** Runs a plugin's tests without a hub or a database: with jest where they ask for it, else with Node's own runner. */
export async function runSuite(folder: string): Promise<SuiteOutcome> {
  linkSdk(folder)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.[jt]s$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(folder, name))
  const isJest = files.some((file) => readFileSync(file, 'utf8').includes("'@jest/globals'"))
  return isJest ? runJest(folder) : runNode(files)
}

async function runNode(files: string[]): Promise<SuiteOutcome> {
  const outcome: SuiteOutcome = { passed: 0, failed: [] }
  const tests = run({ files, concurrency: true })
  tests.on('test:pass', () => {
    outcome.passed += 1
  })
  tests.on('test:fail', ({ name, details }) => {
    const { cause } = details.error
    outcome.failed.push({ name, why: cause instanceof Error ? cause.message : details.error.message })
  })
  for await (const _ of tests);
  return outcome
}

interface JestReport {
  numPassedTests: number
  testResults: Array<{
    message: string
    assertionResults: Array<{ title: string; status: string; failureMessages: string[] }>
  }>
}

function runJest(folder: string): Promise<SuiteOutcome> {
  const config = {
    rootDir: folder,
    testMatch: ['<rootDir>/**/*.test.ts'],
    extensionsToTreatAsEsm: ['.ts'],
    transform: { '\\.ts$': join(ROOT, 'scripts/jest/strip-types.mjs') },
  }
  const args = [
    '--experimental-vm-modules',
    join(ROOT, 'node_modules/jest/bin/jest.js'),
    '--json',
    '--config',
  ]
  const options = { cwd: ROOT, maxBuffer: 64 * 1_024 * 1_024 }
  return new Promise((resolve, reject) => {
    // Jest's exit code says no more than its report, so only the report counts.
    execFile(process.execPath, [...args, JSON.stringify(config)], options, (error, stdout) => {
      try {
        resolve(outcomeOf(JSON.parse(stdout) as JestReport))
      } catch {
        reject(error ?? new Error('jest gave no report'))
      }
    })
  })
}

function outcomeOf({ numPassedTests, testResults }: JestReport): SuiteOutcome {
  const failed = testResults.flatMap(({ message, assertionResults }) => {
    if (assertionResults.length === 0) return [{ name: 'a file that could not be run', why: message }]
    return assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ title, failureMessages: [why = ''] }) => ({ name: title, why }))
  })
  return { passed: numPassedTests, failed }
}
