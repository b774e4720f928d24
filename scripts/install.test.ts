import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'

const INSTALLING = 'Installing packages (npm ci); this takes a minute the first time.\n'
const WAITING = 'Another process installs the packages; waiting for it.\n'
let project = ''

/** A project with one package, and an `npm` in front of the real one that notes its calls and installs nothing else. */
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'askpro-install-'))
  mkdirSync(join(project, 'scripts'))
  mkdirSync(join(project, 'path'))
  copyFileSync(join(import.meta.dirname, 'install.mjs'), join(project, 'scripts', 'install.mjs'))
  lockfile('1.0.0')
  npmDoes('sleep 0.5; mkdir -p node_modules/.bin && touch node_modules/.bin/node')
})

afterEach(() => rmSync(project, { recursive: true, force: true }))

function lockfile(version: string): void {
  const packages = {
    '': {},
    'node_modules/acme': { version },
    'node_modules/other-os': { version, optional: true },
  }
  writeFileSync(join(project, 'package-lock.json'), JSON.stringify({ packages }))
}

function npmDoes(script: string): void {
  const npm = join(project, 'path', 'npm')
  writeFileSync(npm, `#!/bin/sh\necho "$1" >> calls\n${script}\n`)
  chmodSync(npm, 0o755)
}

function calls(): string[] {
  const file = join(project, 'calls')
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
}

async function install(): Promise<{ said: string; code: number }> {
  const child = spawn(process.execPath, [join(project, 'scripts', 'install.mjs')], {
    cwd: tmpdir(),
    env: { PATH: `${join(project, 'path')}${delimiter}${process.env.PATH}` },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
  }
  const [code] = (await once(child, 'close')) as [number]
  return { said, code }
}

test('the first run installs and says so in one line; the next is silent', async () => {
  expect(await install()).toEqual({ said: INSTALLING, code: 0 })
  expect(await install()).toEqual({ said: '', code: 0 })
  expect(calls()).toEqual(['ci'])
})

test('a changed lockfile is installed again', async () => {
  await install()
  lockfile('1.0.1')
  expect(await install()).toEqual({ said: INSTALLING, code: 0 })
  expect(calls()).toEqual(['ci', 'ci'])
})

test('packages that were put in line with the lockfile by hand are left alone', async () => {
  await install()
  lockfile('2.0.0')
  const packages = { 'node_modules/acme': { version: '2.0.0' } }
  writeFileSync(join(project, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }))
  expect(await install()).toEqual({ said: '', code: 0 })
  expect(calls()).toEqual(['ci'])
})

test('packages installed by hand in another version than the lockfile’s are installed again', async () => {
  await install()
  lockfile('2.0.0')
  const packages = { 'node_modules/acme': { version: '1.9.9' } }
  writeFileSync(join(project, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }))
  expect(await install()).toEqual({ said: INSTALLING, code: 0 })
})

test('of two at once one installs and the other waits for it', async () => {
  const both = await Promise.all([install(), install()])
  expect(both.map(({ code }) => code)).toEqual([0, 0])
  expect(both.map(({ said }) => said).sort()).toEqual([WAITING, INSTALLING].sort())
  expect(calls()).toEqual(['ci'])
})

test('the lock of an installation that was killed does not hold up the next', async () => {
  const gone = spawn('true')
  await once(gone, 'exit')
  writeFileSync(join(project, '.askpro-install.lock'), String(gone.pid))
  expect((await install()).code).toBe(0)
  expect(existsSync(join(project, '.askpro-install.lock'))).toBe(false)
})

test('without a network it fails with one line that says what to do, and leaves no stamp', async () => {
  npmDoes('echo "npm error code ENOTFOUND" >&2; exit 1')
  const { said, code } = await install()
  expect(said).toBe(
    `${INSTALLING}The packages could not be fetched: connect this machine to the npm registry and run it again.\n`,
  )
  expect(code).toBe(1)
  expect(existsSync(join(project, 'node_modules'))).toBe(false)
})

test('a lockfile that npm ci calls incomplete is installed by npm install', async () => {
  npmDoes(
    '[ "$1" = ci ] && { echo "npm error code EUSAGE" >&2; exit 1; }; mkdir -p node_modules/.bin && touch node_modules/.bin/node',
  )
  expect(await install()).toEqual({ said: INSTALLING, code: 0 })
  expect(calls()).toEqual(['ci', 'install'])
})

test('packages without their own Node are reported, since nothing would run on them', async () => {
  npmDoes('mkdir node_modules')
  const { said, code } = await install()
  expect(said).toMatch(/Node 24 is not/)
  expect(code).toBe(1)
})
