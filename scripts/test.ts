// npm test [-- jest's arguments]: starts what the tests need, runs jest, and leaves nothing behind.
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { migrations } from '../core/migrations/index.ts'
import { startEmbeddedPostgres } from '../core/platform/db/embedded/start-embedded-postgres.ts'
import { migrate } from '../core/platform/db/migrate.ts'
import { StartError } from '../core/platform/errors.ts'
import { placeOfRuns } from '../core/platform/testing/place-of-runs.ts'
import { createRunFolder, type RunFolder, sweepAbandonedRuns } from '../core/platform/testing/run-folder.ts'
import { createTemplateDatabase } from '../core/platform/testing/test-database.ts'
import { asVariables, type TestEnvironment } from '../core/platform/testing/test-environment.ts'
import { RedisServerMissing, startThrowawayRedis } from '../core/platform/testing/throwaway-redis.ts'
import { buildAdmin } from './testing/build-admin.ts'
import { findChromium } from './testing/find-chromium.ts'
import { runJest } from './testing/run-jest.ts'
import { reportSkips } from './testing/skip-report.ts'
import { whenToldToStop } from './testing/when-told-to-stop.ts'

interface Needs {
  environment: TestEnvironment
  stop(): Promise<unknown>
}

const NOTE_UNRUN_TESTS = join(import.meta.dirname, 'jest', 'note-unrun-tests.mjs')

/** Nothing of a throwaway server survives a power cut, so nothing is forced to the disk. */
const THROWAWAY = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  logging_collector: 'off',
}

async function main(args: string[]): Promise<number> {
  const told = whenToldToStop()
  const place = placeOfRuns(process.env.TMPDIR)
  await sweepAbandonedRuns(place)
  const folder = createRunFolder(place)
  try {
    const needs = await startNeeds(folder)
    try {
      return await runTests({ args, folder, needs, told })
    } finally {
      await needs.stop()
    }
  } finally {
    await folder.remove()
  }
}

async function runTests(run: {
  args: string[]
  folder: RunFolder
  needs: Needs
  told: AbortSignal
}): Promise<number> {
  const unrunFile = join(run.folder.path, 'unrun.json')
  const code = await runJest({
    args: [...workers(run.args), `--testResultsProcessor=${NOTE_UNRUN_TESTS}`, ...run.args],
    environment: {
      ...testsEnvironment(run.folder),
      ...asVariables(run.needs.environment),
      ASKPRO_TEST_UNRUN_FILE: unrunFile,
    },
    told: run.told,
  })
  const { lines, avoidable } = reportSkips({
    skipFile: skipFile(run.folder),
    unrunFile,
    filtered: isFiltered(run.args),
  })
  for (const line of lines) console.log(line)
  return code === 0 && avoidable && process.env.ASKPRO_TEST_NO_SKIP === '1' ? 1 : code
}

async function startNeeds(folder: RunFolder): Promise<Needs> {
  const postgres = await startEmbeddedPostgres({
    dataDir: folder.path,
    lock: folder.lock,
    settings: THROWAWAY,
  })
  const { superuserUrl, adminUrl, appUrl } = postgres
  try {
    await createTemplateDatabase(postgres, (urls) => migrate({ ...urls, migrations }))
    const redis = await startRedis(folder)
    const chromium = findChromium(process.env.PATH ?? '')
    if (chromium) await buildAdmin()
    return {
      environment: {
        superuserUrl,
        adminUrl,
        appUrl,
        redisUrl: redis.url,
        chromium,
        skipFile: skipFile(folder),
      },
      stop: () => Promise.all([redis.stop(), postgres.stop()]),
    }
  } catch (error) {
    await postgres.stop()
    throw error
  }
}

async function startRedis(folder: RunFolder): Promise<{ url: string | undefined; stop(): Promise<void> }> {
  const given = process.env.REDIS_URL
  if (given) return { url: given, stop: async () => {} }
  try {
    return await startThrowawayRedis({ within: folder.temp })
  } catch (error) {
    if (error instanceof RedisServerMissing) return { url: undefined, stop: async () => {} }
    throw error
  }
}

function workers(args: readonly string[]): string[] {
  const chosen = args.some((arg) => /^(-i|--runInBand|-w|--maxWorkers)(=|$)/.test(arg))
  return chosen ? [] : [`--maxWorkers=${availableParallelism() + 2}`]
}

/** With a name filter jest counts every other test as skipped. */
function isFiltered(args: readonly string[]): boolean {
  return args.some((arg) => /^(-t|--testNamePattern)(=|$)/.test(arg))
}

function skipFile(folder: RunFolder): string {
  return join(folder.path, 'skipped.jsonl')
}

/** The developer's own settings of the hub must not decide whether a test passes. */
function testsEnvironment(folder: RunFolder): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(ASKPRO_(?!TEST_)|DATABASE_|REDIS_URL$)/.test(name),
  )
  const options = `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`
  return { ...Object.fromEntries(kept), NODE_OPTIONS: options.trim(), TMPDIR: folder.temp }
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof StartError)) throw error
  console.error(error.message)
  return 1
})
