// npm run check:upgrade [-- <commit> [<path of tests>...]]: the tests of the release before, in its own code, over the schema of now.
// During a rolling upgrade its replicas work on after the first new one has migrated. Without an argument the newest
// release tag is taken.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { migrations } from '../core/migrations/index.ts'
import { onDatabase } from '../core/platform/db/embedded/prepare-database.ts'
import { startEmbeddedPostgres } from '../core/platform/db/embedded/start-embedded-postgres.ts'
import { migrate } from '../core/platform/db/migrate.ts'
import { StartError } from '../core/platform/errors.ts'
import { asSuperuser } from '../core/platform/testing/database-rows.ts'
import { createRunFolder, type RunFolder } from '../core/platform/testing/run-folder.ts'
import { createTemplateDatabase, TEMPLATE_DATABASE } from '../core/platform/testing/test-database.ts'
import { asVariables } from '../core/platform/testing/test-environment.ts'
import { checkOut, newestRelease, resolveCommit } from './testing/release-before.ts'
import { runJest } from './testing/run-jest.ts'
import { whenToldToStop } from './testing/when-told-to-stop.ts'

/** The tests that read and write the most tables, some of each slice: a couple of minutes for all would be too many. */
const TELLING = [
  'core/billing/billing-engine',
  'core/calls/(call-ledger|call-numbers|functions/(book-appointment|request-callback))',
  'core/customers/customer-service',
  'core/integrations/(connections/(connection-service|oauth-tokens)|syncs/sync-runner|webhooks/webhook-processor)',
  'core/scheduling/(availability-service|booking-holds|booking-orchestrator|calendar-export|scheduling-routes)',
  'core/tenants/api-key-service',
  'core/platform/(events/event-relay|http/idempotency|jobs/job-runner)',
].map((path) => `${path}\\.db\\.test\\.ts$`)
const THROWAWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }

async function main(asked: string | undefined, paths: string[]): Promise<number> {
  const release = asked ?? newestRelease()
  if (!release) {
    console.log('NOT CHECKED: there is no release tag (v*) yet, so no release whose tests could be run.')
    console.log('Any commit will do: npm run check:upgrade -- <commit>')
    return 0
  }
  const commit = resolveCommit(release)
  const folder = createRunFolder()
  try {
    return await over(folder, { release, commit, paths: paths.length > 0 ? paths : TELLING })
  } finally {
    await folder.remove()
  }
}

interface Before {
  release: string
  commit: string
  paths: readonly string[]
}

async function over(folder: RunFolder, { release, commit, paths }: Before): Promise<number> {
  const project = checkOut(commit, join(folder.path, 'before'))
  const known = migrationsOf(project)
  const added = migrations.map(({ name }) => name).filter((name) => !known.has(name))
  console.log(`The tests of ${release} (${commit.slice(0, 10)}) over the schema of now.`)
  console.log(`Migrations since: ${added.join(', ') || 'none'}`)
  const server = await startEmbeddedPostgres({ dataDir: folder.path, lock: folder.lock, settings: THROWAWAY })
  try {
    await createTemplateDatabase(server, async (urls) => {
      await migrate({ ...urls, migrations })
      await forget(server.superuserUrl, added)
    })
    const code = await runJest({
      args: ['--maxWorkers=2', ...paths],
      environment: environmentOf(folder, server),
      cwd: project,
      told: whenToldToStop(),
    })
    console.log(code === 0 ? 'Its replicas can work on.' : WHAT_FAILED)
    return code
  } finally {
    await server.stop()
  }
}

const WHAT_FAILED =
  'FAILED: the code of that release does not work on the schema of now. Expand first; contract in a release after it.'

function migrationsOf(project: string): Set<string> {
  const files = readdirSync(join(project, 'core', 'migrations'))
  return new Set(files.map((file) => file.replace(/\.ts$/, '')))
}

/** A replica of before has started before; it would not start anew, and some of its tests start one. */
function forget(superuserUrl: string, added: readonly string[]): Promise<unknown> {
  const statement = 'delete from schema_migrations where name = any ($1::text[])'
  return asSuperuser(onDatabase(superuserUrl, TEMPLATE_DATABASE), statement, [added])
}

function environmentOf(
  folder: RunFolder,
  { superuserUrl, adminUrl, appUrl }: { superuserUrl: string; adminUrl: string; appUrl: string },
): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env
  return {
    PATH,
    HOME,
    TMPDIR: folder.temp,
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    ...asVariables({ superuserUrl, adminUrl, appUrl, skipFile: join(folder.path, 'skipped.jsonl') }),
  }
}

process.exitCode = await main(process.argv[2], process.argv.slice(3)).catch((error: unknown) => {
  if (!(error instanceof StartError)) throw error
  console.error(error.message)
  return 1
})
