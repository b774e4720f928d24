import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { DCLinter } from 'dclint'
import { validate } from 'dockerfile-utils'
import { configSchema } from '../../platform/config/config-schema.ts'
import { buildContext, dockerfile, environmentOf, ROOT, stagesOf } from './dockerfile.ts'

/**
 * A compose file for people is ordered by what belongs together, not by the alphabet. Which ports are open to the
 * world has a test of its own: Caddy's have to be.
 */
const OFF = [
  'no-unbound-port-interfaces',
  'service-keys-order',
  'services-alphabetical-order',
  'top-level-properties-order',
  'require-quotes-in-ports',
]

const lintCompose = (file: string) => {
  const rules = Object.fromEntries(OFF.map((name) => [name, 0 as const]))
  const linter = new DCLinter({ rules, quiet: false, debug: false, exclude: [] })
  const results: Array<{ messages: Array<{ message: string }> }> = linter.lintFiles([file], false)
  return results.flatMap(({ messages }) => messages.map(({ message }) => message))
}

test('the Dockerfile is one that a builder takes', () => {
  expect(validate(dockerfile()).map(({ message }) => message)).toEqual([])
})

test('a Dockerfile with a mistake is found out', () => {
  expect(validate('FROM node\nRUNN true\n')).not.toEqual([])
})

test('compose.yaml has no complaint', () => {
  expect(lintCompose(join(ROOT, 'compose.yaml'))).toEqual([])
})

test('the image runs as nobody of importance, and ends when it is told to', () => {
  const image = stagesOf(dockerfile()).get('image') ?? []
  const of = (keyword: string) => image.filter((step) => step.keyword === keyword).map(({ text }) => text)
  expect(of('USER')).toEqual(['node'])
  expect(of('CMD')).toEqual(['["node", "scripts/start.mjs"]'])
  expect(of('HEALTHCHECK')).toHaveLength(1)
})

test('a container is healthy while its process lives, whatever became of the database', () => {
  const image = stagesOf(dockerfile()).get('image') ?? []
  const check = image.find(({ keyword }) => keyword === 'HEALTHCHECK')?.text ?? ''
  expect(check).toContain('/healthz')
  expect(check).not.toContain('/readyz')
})

test('the image and the compose file bear the version of package.json, the tools the one of the server', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const compose = readFileSync(join(ROOT, 'compose.yaml'), 'utf8')
  expect(dockerfile()).toContain(`ARG HUB_VERSION=${version}\n`)
  expect(compose).toContain(`askpro-hub:${version}}`)
  const [, server] = /image: (postgres:\S+)/.exec(compose) ?? []
  expect(dockerfile()).toContain(`ARG POSTGRES_IMAGE=${server}\n`)
})

test('every variable of the hub can be set in .env, but those that the image sets and a production hub refuses', () => {
  const compose = readFileSync(join(ROOT, 'compose.yaml'), 'utf8')
  const image = Object.keys(environmentOf(stagesOf(dockerfile()).get('image') ?? []))
  const settled = [...image, 'ASKPRO_CLOCK', 'ASKPRO_DEMO']
  const handedOn = [...compose.matchAll(/^ {2,6}([A-Z_]+): |\$\{([A-Z_]+)/gm)].map(
    ([, set, asked]) => set ?? asked,
  )
  const missing = Object.keys(configSchema.properties).filter((name) => !handedOn.includes(name))
  expect(missing.filter((name) => !settled.includes(name))).toEqual([])
})

test('git takes neither the secrets nor what an installation adds', () => {
  const ignored = execFileSync('git', ['check-ignore', '.env', 'compose.override.yaml'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  expect(ignored).toBe('.env\ncompose.override.yaml\n')
})

test('every workspace is known where the packages are installed', () => {
  const copied = (stagesOf(dockerfile()).get('packages') ?? []).map(({ text }) => text.split(' ')[0])
  const workspaces = buildContext().filter((path) =>
    /^(core\/sdk|plugins\/[^/]+|sandbox|admin)\/package\.json$/.test(path),
  )
  expect(workspaces.length).toBeGreaterThan(6)
  expect(workspaces.filter((path) => !copied.includes(path))).toEqual([])
})

test('metrics are kept inside, with and without a slash at the end', () => {
  const caddyfile = readFileSync(join(ROOT, 'deploy/Caddyfile'), 'utf8')
  expect(caddyfile).toMatch(/@inside path \/metrics \/metrics\/\*\n\trespond @inside 404/)
})

test('no test, no secret and no data goes into the image', () => {
  const context = buildContext()
  expect(context).toContain('core/main.ts')
  expect(context).toContain('plugins/calcom/plugin.json')
  expect(
    context.filter((path) => /\.test\.ts$|(^|\/)testing\/|^core\/test\/|\.env|\.data/.test(path)),
  ).toEqual([])
})

test('the scripts for operators are the shell’s, and can be run', () => {
  for (const script of ['deploy/make-secrets.sh', 'deploy/postgres/10-roles.sh']) {
    const path = join(ROOT, script)
    expect(() => execFileSync('sh', ['-n', path])).not.toThrow()
    expect(statSync(path).mode & 0o111).not.toBe(0)
  }
})

test('the secrets are made once, for their owner only, with all that compose asks for; again they are kept', () => {
  const folder = mkdtempSync(join(tmpdir(), 'askpro-secrets-'))
  try {
    cpSync(join(ROOT, 'deploy'), join(folder, 'deploy'), { recursive: true })
    const make = () =>
      spawnSync('sh', [join(folder, 'deploy/make-secrets.sh')], { cwd: tmpdir(), encoding: 'utf8' })
    expect(make().status).toBe(0)
    const file = join(folder, '.env')
    const made = readFileSync(file, 'utf8')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const compose = readFileSync(join(ROOT, 'compose.yaml'), 'utf8')
    const asked = [...compose.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name)
    expect(asked).toContain('ASKPRO_MASTER_KEY')
    expect(asked.filter((name) => !made.includes(`\n${name}=`))).toEqual([])
    const secrets = [...made.matchAll(/=([0-9a-f]{64})$/gm)].map(([, secret]) => secret)
    expect(new Set(secrets).size).toBe(5)
    const again = make()
    expect([again.status, again.stderr]).toEqual([
      1,
      expect.stringContaining('is there already, and is kept'),
    ])
    expect(readFileSync(file, 'utf8')).toBe(made)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('no secret stands in a file that is committed', () => {
  const compose = readFileSync(join(ROOT, 'compose.yaml'), 'utf8')
  const given = [...compose.matchAll(/(?:PASSWORD|MASTER_KEY): (.*)/g)].map(([, value = '']) => value)
  expect(given.length).toBeGreaterThan(4)
  expect(given.filter((value) => !/^\$\{\w+:\?/.test(value))).toEqual([])
})

test('only the TLS proxy can be reached from outside the machine', () => {
  const compose = readFileSync(join(ROOT, 'compose.yaml'), 'utf8')
  const ports = [...compose.matchAll(/^ {6}- "(\S+:\d+(?:\/udp)?)"$/gm)].map(([, port]) => port)
  expect(ports).toEqual([`127.0.0.1:$\{ASKPRO_PORT:-8080}:8080`, '80:80', '443:443', '443:443/udp'])
})
