import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { DCLinter } from 'dclint'
import { validate } from 'dockerfile-utils'
import { buildContext, dockerfile, ROOT, stagesOf } from './dockerfile.ts'

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
