import { resolve } from 'node:path'
import { StartError } from '../errors.ts'
import { isProxyName } from '../http/client-address.ts'
import type { RetentionPolicy } from '../retention/retention-policy.ts'
import { type ConfigVariables, configSchema } from './config-schema.ts'
import { readVariables } from './read-variables.ts'

export interface Config {
  /** As they were read, with what counts where one is not set. */
  variables: ConfigVariables
  mode: 'development' | 'production'
  role: 'all' | 'api' | 'worker'
  /** Absolute. */
  dataDir: string
  demo: boolean
  /** Made on an empty database. */
  agency: { name: string; zone: string; currency: string; language: 'de' | 'en' } | undefined
  masterKey: string | undefined
  /** Epoch milliseconds. */
  clockStart: number | undefined
  logLevel: 'debug' | 'info' | 'warn' | 'error'
  poolSize: number
  pluginDirs: string[]
  pluginPackages: string[]
  /** Ids. */
  pluginsOff: string[]
  /** `host:port`. */
  outboundAllow: string[]
  /** See `ClientAddresses`. */
  trustedProxies: string[]
  databaseUrl: string | undefined
  databaseAdminUrl: string | undefined
  databaseBackupUrl: string | undefined
  redisUrl: string | undefined
  port: number
  host: string
  publicUrl: string | undefined
  keep: RetentionPolicy
}

const OURS = /^ASKPRO_/
/** Reads the configuration from environment variables; every problem is named at once, values of secrets never. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const texts = Object.entries(env).flatMap(
    ([name, value]): Array<[string, string]> => (value && isOurs(name) ? [[name, value]] : []),
  )
  const reading = readVariables(new Map(texts))
  const problems =
    'problems' in reading
      ? reading.problems
      : [...contradictions(reading.variables), ...unknownProxies(reading.variables)]
  if ('problems' in reading || problems.length > 0)
    throw new StartError(`The configuration is not valid: ${problems.join('; ')}.`)
  return asConfig(reading.variables)
}

const isOurs = (name: string): boolean => OURS.test(name) || name in configSchema.properties

const unknownProxies = ({ ASKPRO_TRUSTED_PROXIES: names }: ConfigVariables): string[] =>
  listOf(names)
    .filter((name) => !isProxyName(name))
    .map((name) => `ASKPRO_TRUSTED_PROXIES: ${name} is neither an address nor a network nor private`)

function contradictions(variables: ConfigVariables): string[] {
  const production = variables.ASKPRO_MODE === 'production'
  if (variables.ASKPRO_AGENCY && variables.ASKPRO_DEMO === 'on' && !production) {
    return ['ASKPRO_AGENCY needs ASKPRO_DEMO=off: an empty database gets one or the other']
  }
  if (!production) return []
  const wrong: Array<[boolean, string]> = [
    [
      !variables.ASKPRO_MASTER_KEY,
      'ASKPRO_MASTER_KEY is needed in production (openssl rand -hex 32 makes one)',
    ],
    [!variables.DATABASE_URL, 'DATABASE_URL is needed in production'],
    [Boolean(variables.ASKPRO_CLOCK), 'ASKPRO_CLOCK is refused in production'],
  ]
  return wrong.filter(([is]) => is).map(([, line]) => line)
}

function asConfig(variables: ConfigVariables): Config {
  const production = variables.ASKPRO_MODE === 'production'
  return {
    variables,
    mode: variables.ASKPRO_MODE,
    role: variables.ASKPRO_ROLE,
    dataDir: resolve(variables.ASKPRO_DATA_DIR),
    demo: variables.ASKPRO_DEMO === 'on' && !production,
    agency: agencyOf(variables.ASKPRO_AGENCY),
    masterKey: variables.ASKPRO_MASTER_KEY,
    clockStart: variables.ASKPRO_CLOCK === undefined ? undefined : Date.parse(variables.ASKPRO_CLOCK),
    logLevel: variables.ASKPRO_LOG_LEVEL,
    poolSize: variables.ASKPRO_POOL_SIZE,
    pluginDirs: [variables.ASKPRO_PLUGINS_DIR, variables.ASKPRO_PLUGIN_DIRS]
      .flatMap(listOf)
      .map((dir) => resolve(dir)),
    pluginPackages: listOf(variables.ASKPRO_PLUGIN_PACKAGES),
    pluginsOff: listOf(variables.ASKPRO_PLUGINS_OFF),
    outboundAllow: listOf(variables.ASKPRO_OUTBOUND_ALLOW),
    trustedProxies: listOf(variables.ASKPRO_TRUSTED_PROXIES),
    databaseUrl: variables.DATABASE_URL,
    databaseAdminUrl: variables.DATABASE_ADMIN_URL,
    databaseBackupUrl: variables.DATABASE_BACKUP_URL,
    redisUrl: variables.REDIS_URL,
    port: variables.PORT,
    host: variables.HOST,
    publicUrl: variables.PUBLIC_URL?.replace(/\/$/, ''),
    keep: {
      jobs: variables.ASKPRO_KEEP_JOBS_DAYS,
      givenUp: variables.ASKPRO_KEEP_GIVEN_UP_DAYS,
      inbox: variables.ASKPRO_KEEP_INBOX_DAYS,
      events: variables.ASKPRO_KEEP_EVENTS_DAYS,
      conversations: variables.ASKPRO_KEEP_CONVERSATIONS_DAYS,
      idempotencyKeys: variables.ASKPRO_KEEP_IDEMPOTENCY_KEYS_DAYS,
    },
  }
}

/** The schema has checked the form: four parts, the last one a language. */
function agencyOf(text: string | undefined): Config['agency'] {
  if (text === undefined) return undefined
  const [name = '', zone = '', currency = '', language = ''] = text.split(',').map((part) => part.trim())
  return { name, zone, currency, language: language === 'de' ? 'de' : 'en' }
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
