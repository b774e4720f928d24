import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { onDatabase } from '../../core/platform/db/embedded/prepare-database.ts'
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../core/platform/db/embedded/start-embedded-postgres.ts'
import { type Migration, migrate } from '../../core/platform/db/migrate.ts'
import { asSuperuser } from '../../core/platform/testing/database-rows.ts'
import { placeOfRuns } from '../../core/platform/testing/place-of-runs.ts'
import { createRunFolder, type RunFolder } from '../../core/platform/testing/run-folder.ts'
import { createTemplateDatabase, TEMPLATE_DATABASE } from '../../core/platform/testing/test-database.ts'
import { asVariables } from '../../core/platform/testing/test-environment.ts'
import { checkOut } from './check-out.ts'
import { runJest } from './run-jest.ts'

const THROWAWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }

export interface BeforeOverNow {
  /** The repository, and the commit in it whose code and tests are run. */
  root: string
  commit: string
  /** The schema of now. */
  migrations: readonly Migration[]
  /** Regular expressions over the paths of its tests. */
  paths: readonly string[]
  told: AbortSignal
  say(line: string): void
  /** The file descriptor that jest writes to; without it the console. */
  output?: number
}

/** Runs tests of a commit, in its own code, over a schema that has moved on. Gives jest's exit code. */
export async function beforeOverNow(check: BeforeOverNow): Promise<number> {
  const folder = createRunFolder(placeOfRuns(process.env.TMPDIR))
  try {
    const project = checkOut(check.root, check.commit, join(folder.path, 'before'))
    const added = addedSince(project, check.migrations)
    check.say(`Migrations since: ${added.join(', ') || 'none'}`)
    const server = await startEmbeddedPostgres({
      dataDir: folder.path,
      lock: folder.lock,
      settings: THROWAWAY,
    })
    try {
      await prepare(server, check.migrations, added)
      return await runTests(check, { project, folder, server })
    } finally {
      await server.stop()
    }
  } finally {
    await folder.remove()
  }
}

function addedSince(project: string, migrations: readonly Migration[]): string[] {
  const files = new Set(readdirSync(join(project, 'core', 'migrations')))
  return migrations.map(({ name }) => name).filter((name) => !files.has(`${name}.ts`))
}

/** A replica of before has started before; it would not start anew, and some of its tests start one. */
function prepare(server: EmbeddedPostgres, migrations: readonly Migration[], added: string[]): Promise<void> {
  return createTemplateDatabase(server, async (urls) => {
    await migrate({ ...urls, migrations })
    const forget = 'delete from schema_migrations where name = any ($1::text[])'
    await asSuperuser(onDatabase(server.superuserUrl, TEMPLATE_DATABASE), forget, [added])
  })
}

interface Ground {
  project: string
  folder: RunFolder
  server: EmbeddedPostgres
}

function runTests({ paths, told, output }: BeforeOverNow, ground: Ground): Promise<number> {
  return runJest({
    args: ['--maxWorkers=2', ...paths],
    environment: environmentOf(ground),
    cwd: ground.project,
    told,
    ...(output === undefined ? {} : { output }),
  })
}

function environmentOf({ folder, server: { superuserUrl, adminUrl, appUrl } }: Ground): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env
  return {
    PATH,
    HOME,
    TMPDIR: folder.temp,
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    ...asVariables({ superuserUrl, adminUrl, appUrl, skipFile: join(folder.path, 'skipped.jsonl') }),
  }
}
