import { type Config, readConfig } from '../../platform/config/config.ts'
import { endedWithin, within } from '../../platform/jobs/deadline.ts'
import type { Check } from './check.ts'
import { clockCheck } from './clock-check.ts'
import { configCheck } from './config-check.ts'
import { connectionsCheck } from './connections-check.ts'
import { databaseCheck } from './database-check.ts'
import { diskCheck } from './disk-check.ts'
import { Ground } from './ground.ts'
import { lagCheck } from './lag-check.ts'
import { masterKeyCheck } from './master-key-check.ts'
import { migrationsCheck } from './migrations-check.ts'
import { publicUrlCheck } from './public-url-check.ts'
import { reasonOf } from './reason-of.ts'
import { redisCheck } from './redis-check.ts'
import { rolesCheck } from './roles-check.ts'
import { type Finding, fail, NotThere, skipped } from './verdict.ts'
import { withoutSecrets } from './without-secrets.ts'

const CHECKS: readonly Check[] = [
  configCheck,
  databaseCheck,
  rolesCheck,
  migrationsCheck,
  masterKeyCheck,
  redisCheck,
  clockCheck,
  publicUrlCheck,
  diskCheck,
  lagCheck,
  connectionsCheck,
]

/** Milliseconds that one check may take; they run side by side. */
const DEADLINE = 12_000
/** For giving back what was opened, the embedded server included. */
const CLOSE = 25_000

/** Looks at everything a hub with this environment stands on. Never throws, changes nothing, shows no secret. */
export async function examine(env: Readonly<Record<string, string | undefined>>): Promise<Finding[]> {
  const config = configOf(env)
  return config instanceof Error ? unreadable(config, env) : examineConfig(config)
}

/** The same with a configuration that was read already. */
export async function examineConfig(config: Config): Promise<Finding[]> {
  const ground = await Ground.open(config)
  const secrets = [...secretsIn(config.variables), ...ground.passwords]
  try {
    const found = await Promise.all(CHECKS.map((check) => ask(check, ground)))
    return found.flat().map((finding) => withoutSecrets(finding, secrets))
  } finally {
    await endedWithin(CLOSE, ground.close())
  }
}

function configOf(env: Readonly<Record<string, string | undefined>>): Config | Error {
  try {
    return readConfig(env)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function unreadable(error: Error, env: Readonly<Record<string, string | undefined>>): Finding[] {
  const [first, ...others] = CHECKS.map(({ name }) => name)
  const verdict = fail(
    error.message.replace(/\.$/, ''),
    'Mend the variables: docs/configuration.md lists them all.',
  )
  return [
    withoutSecrets({ check: first ?? 'config', ...verdict }, secretsIn(env)),
    ...others.map((check) => ({ check, ...skipped('needs a valid configuration') })),
  ]
}

async function ask({ name, run }: Check, ground: Ground): Promise<Finding[]> {
  try {
    const found = await within(
      DEADLINE,
      'this check',
      Promise.resolve().then(() => run(ground)),
    )
    return [found].flat().map((verdict) => ({ check: name, ...verdict }))
  } catch (error) {
    if (error instanceof NotThere) return [{ check: name, ...skipped(error.message) }]
    return [{ check: name, ...fail(reasonOf(error), 'This check itself could not be finished.') }]
  }
}

const SECRETS = ['ASKPRO_MASTER_KEY', 'DATABASE_URL', 'DATABASE_ADMIN_URL', 'REDIS_URL'] as const

/** The values themselves, and the passwords inside of URLs. */
function secretsIn(env: Readonly<Partial<Record<(typeof SECRETS)[number], string | undefined>>>): string[] {
  const values = SECRETS.map((name) => env[name] ?? '')
  const passwords = values.filter((value) => URL.canParse(value)).map((value) => new URL(value).password)
  return [...values, ...passwords, ...passwords.map(decodeURIComponent)]
}
