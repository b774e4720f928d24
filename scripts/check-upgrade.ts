// npm run check:upgrade [-- [--all] [<commit> [<path of tests>...]]]: the tests of the release before, in its own code,
// over the schema of now. During a rolling upgrade its replicas work on after the first new one has migrated. Without a
// commit it is the newest tag v*, or the commit that package.json records. Exit code 2: nothing could be checked.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { migrations } from '../core/migrations/index.ts'
import { StartError } from '../core/platform/errors.ts'
import { beforeOverNow } from './testing/before-over-now.ts'
import { type NoRelease, type Release, releaseBefore, resolveCommit } from './testing/release-before.ts'
import { whenToldToStop } from './testing/when-told-to-stop.ts'

const ROOT = join(import.meta.dirname, '..')
const NOT_CHECKED = 2

/** Those that read and write the most tables, a few of each slice: all of them take several minutes. */
const TELLING = [
  'core/billing/billing-engine',
  'core/calls/(call-ledger|functions/book-appointment)',
  'core/customers/customer-service',
  'core/integrations/(connections/connection-service|syncs/sync-runner|webhooks/webhook-processor)',
  'core/scheduling/(availability-service|booking-orchestrator|calendar-export|scheduling-routes)',
  'core/tenants/api-key-service',
  'core/platform/(events/event-routes|http/idempotency-retention|jobs/job-runner)',
].map((path) => `${path}\\.db\\.test\\.ts$`)
const ALL = ['\\.db\\.test\\.ts$']

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { all: { type: 'boolean' } },
    allowPositionals: true,
  })
  const [asked, ...named] = positionals
  const release = asked ? { name: asked, commit: resolveCommit(ROOT, asked) } : releaseBefore(ROOT)
  if ('unknown' in release) return notChecked(release)
  const paths = named.length > 0 ? named : values.all ? ALL : TELLING
  return check(release, paths)
}

function notChecked({ unknown }: NoRelease): number {
  console.error(`NOT CHECKED against the release before. ${unknown}`)
  return NOT_CHECKED
}

async function check({ name, commit }: Release, paths: readonly string[]): Promise<number> {
  console.log(`The tests of ${commit.slice(0, 10)} (${name}) over the schema of now.`)
  const told = whenToldToStop()
  const say = (line: string) => console.log(line)
  const code = await beforeOverNow({ root: ROOT, commit, migrations, paths, told, say })
  if (!told.aborted) say(code === 0 ? 'Its replicas can work on.' : WHAT_FAILED)
  return code
}

const WHAT_FAILED =
  'FAILED: the code of that release does not work on the schema of now. Expand first; contract in a release after it.'

process.exitCode = await main().catch((error: unknown) => {
  if (!(error instanceof StartError)) throw error
  console.error(error.message)
  return 1
})
