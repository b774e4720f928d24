import { resolve } from 'node:path'
import type { TSchema } from '@sinclair/typebox'
import { Ajv, type ErrorObject } from 'ajv'
import { StartError } from '../errors.ts'
import { isProxyName } from '../http/client-address.ts'
import type { RetentionPolicy } from '../retention/retention-policy.ts'
import { isInstantText } from '../text-formats.ts'
import { type ConfigVariables, configSchema } from './config-schema.ts'

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
const ajv = new Ajv({
  allErrors: true,
  coerceTypes: true,
  useDefaults: true,
  strict: true,
  allowUnionTypes: true,
  // The schema is the hub's own, so a test proves it; it is used once.
  validateSchema: false,
  code: { optimize: false },
})
ajv.addFormat('date-time', isInstantText)
ajv.addFormat('uri', URL.canParse)
ajv.addKeyword({ keyword: 'x-secret', schemaType: 'boolean' })
const validate = ajv.compile<ConfigVariables>(configSchema)

/** Reads the configuration from environment variables; every problem is named at once, values of secrets never. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const variables: unknown = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => value && isOurs(name)),
  )
  const valid = validate(variables)
  const problems = [
    ...(validate.errors ?? []).map((error) => explain(error)),
    ...(valid ? [...contradictions(variables), ...unknownProxies(variables)] : []),
  ].filter((problem) => problem !== '')
  if (!valid || problems.length > 0)
    throw new StartError(`The configuration is not valid: ${problems.join('; ')}.`)
  return asConfig(variables)
}

const isOurs = (name: string): boolean => OURS.test(name) || name in configSchema.properties

function explain({ keyword, instancePath, params, message }: ErrorObject): string {
  if (keyword === 'additionalProperties') return unknownVariable(String(params.additionalProperty))
  // The branches of a union each complain; the union's own line lists what is allowed.
  if (keyword === 'const') return ''
  const name = instancePath.slice(1)
  if (keyword === 'format' || keyword === 'pattern') return `${name} must be written like ${exampleOf(name)}`
  if (keyword === 'anyOf') return `${name} must be ${allowedValues(name)}`
  return `${name} ${message ?? 'is not valid'}`
}

function unknownVariable(name: string): string {
  const known = Object.keys(configSchema.properties).filter((other) => OURS.test(other))
  return `${name} is not a variable of the hub (known: ${known.join(', ')})`
}

const schemaOf = (name: string): TSchema | undefined =>
  Object.entries(configSchema.properties).find(([key]) => key === name)?.[1]

const exampleOf = (name: string): string => String(schemaOf(name)?.examples?.[0])

function allowedValues(name: string): string {
  const branches: unknown = schemaOf(name)?.anyOf
  return Array.isArray(branches)
    ? branches.map((branch) => String(branch.const)).join(' or ')
    : 'another value'
}

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
