import { execFile, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { assessQuality, localeProblems, readPluginFolder } from '@askpro/plugin-sdk/quality'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { CAPABILITIES, newPlugin } from './plugins/new-plugin.ts'

/** Milliseconds: each check starts Node, and it a test runner. */
const PATIENCE = 90_000
const run = promisify(execFile)
let dir: string

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'askpro-new-'))
})

afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** As an author runs it: Jest's module loader knows no hooks, Node's own does. */
function program(name: string, ...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  const file = join(import.meta.dirname, name)
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], { env: { PATH: process.env.PATH } }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    )
  })
}

const check = (folder: string) => program('plugin-check.ts', folder)

test.each(CAPABILITIES)(
  'a new plugin for %s answers every rule, and bears no trace of its template',
  (provides) => {
    const folder = newPlugin({ id: `my-${provides}`, provides, dir })
    const read = readPluginFolder(folder)
    expect(read.manifest).toMatchObject({ id: `my-${provides}`, provides: [provides] })
    const { problems, tier } = assessQuality(read)
    expect({ problems, tier }).toEqual({ problems: [], tier: 'silver' })
    expect([read.locales?.has('de'), localeProblems(read, 'de')]).toEqual([true, []])
    const texts = [
      ...read.sources.values(),
      ...(read.tests?.values() ?? []),
      read.readme,
      JSON.stringify([read, ...(read.locales?.values() ?? [])]),
    ]
    expect(texts.filter((text) => /acme/i.test(text))).toEqual([])
  },
)

test('a name that is none, and a folder that is there, are refused', () => {
  expect(() => newPlugin({ id: 'My Plugin', provides: 'calendar', dir })).toThrow(/lower-case letters/)
  newPlugin({ id: 'twice', provides: 'calendar', dir })
  expect(() => newPlugin({ id: 'twice', provides: 'calendar', dir })).toThrow(/is there already/)
})

describe('plugin:check', () => {
  test(
    'passes a new plugin, and finds out what is called done and is not',
    async () => {
      const folder = newPlugin({ id: 'checked', provides: 'telephony', dir })
      const fine = await check(folder)
      expect(fine).toMatchObject({ code: 0 })
      expect(fine.out).toMatch(/The hub loads it\.\nIts tests: \d+ passed, 0 failed\./)
      expect(fine.out).toMatch(/gold +todo +limits-declared: .* Add "limits"/)
      expect(fine.out).toMatch(/German: complete\.\nTier: silver/)

      const words = join(folder, 'locales', 'de.json')
      const german = readFileSync(words, 'utf8')
      writeFileSync(words, german.replace('"base_url"', '"url"'))
      const other = await check(folder)
      expect(other.code).toBe(1)
      expect(other.out).toMatch(/German: settings\.base_url\.title is missing\.\nGerman: settings\.url: /)
      writeFileSync(words, german)

      const file = join(folder, 'checked-api.ts')
      writeFileSync(file, readFileSync(file, 'utf8').replace('status === 401', 'status === 402'))
      const broken = await check(folder)
      expect(broken.code).toBe(1)
      expect(broken.out).toMatch(/silver +untrue +asks-to-reconnect: failed: check: refused credentials/)
      expect(broken.out).toMatch(/Tier: none/)
    },
    PATIENCE,
  )

  test(
    'plugin:dev checks at once and after a change, and replays a recorded webhook',
    async () => {
      const folder = newPlugin({ id: 'watched', provides: 'telephony', dir })
      const body = '{"type":"inbound"}'
      const settings = { api_key: 'a-key-of-it', webhook_secret: 'a-secret-of-it' }
      const signature = createHmac('sha256', settings.webhook_secret).update(body).digest('hex')
      const recorded = { hook: 'inbound', headers: { 'x-watched-signature': signature }, body, settings }
      writeFileSync(join(folder, 'recorded-webhook.json'), JSON.stringify(recorded))
      rmSync(join(folder, 'contract.test.ts'))
      const child = spawn(process.execPath, [join(import.meta.dirname, 'plugin-dev.ts'), folder])
      try {
        let out = ''
        let rounds = 0
        for await (const chunk of child.stdout) {
          out += chunk
          const ended = out.split('Waiting for a change').length - 1
          if (ended > rounds && ++rounds === 1) writeFileSync(join(folder, 'note.md'), 'a change')
          if (rounds === 2) break
        }
        expect(out.match(/"genuine": true/g)).toHaveLength(2)
        expect(out.match(/no test calls telephonyContract/g)?.length).toBeGreaterThan(1)
      } finally {
        child.kill()
      }
    },
    PATIENCE,
  )

  test(
    'plugin:replay takes the last delivery out of a hub’s inbox',
    async () => {
      const folder = newPlugin({ id: 'inboxed', provides: 'telephony', dir })
      const body = '{"type":"inbound"}'
      const settings = { api_key: 'a-key-of-it', webhook_secret: 'a-secret-of-it' }
      const signature = createHmac('sha256', settings.webhook_secret).update(body).digest('hex')
      const asked: Array<[path: string | undefined, key: string | undefined]> = []
      const hub = createServer((request, response) => {
        asked.push([request.url, request.headers.authorization])
        const raw = {
          hook: 'inbound',
          headers: { 'x-inboxed-signature': signature },
          body_base64: Buffer.from(body).toString('base64'),
          received_at: new Date().toISOString(),
        }
        response.end(JSON.stringify(request.url?.endsWith('/raw') ? raw : { data: [{ id: 'd-1' }] }))
      }).listen(0, '127.0.0.1')
      try {
        await once(hub, 'listening')
        const { port } = hub.address() as AddressInfo
        const told = ['--hub', `http://127.0.0.1:${port}`, '--key', 'ask_key', '--connection', 'c-1']
        const replay = (...more: string[]) =>
          run(process.execPath, [join(import.meta.dirname, 'plugin-replay.ts'), folder, ...told, ...more])
        expect(JSON.parse((await replay()).stdout)).toMatchObject({ verdict: 'not_asked' })
        expect(asked).toEqual([
          ['/v1/connections/c-1/deliveries?limit=1', 'Bearer ask_key'],
          ['/v1/deliveries/d-1/raw', 'Bearer ask_key'],
        ])
        const file = join(dir, 'settings.json')
        writeFileSync(file, JSON.stringify(settings))
        expect(JSON.parse((await replay('--settings', file)).stdout)).toMatchObject({
          verdict: { genuine: true },
        })
      } finally {
        hub.close()
      }
    },
    PATIENCE,
  )

  test('says why the hub would not use it', async () => {
    const folder = newPlugin({ id: 'refused', provides: 'payments', dir })
    const file = join(folder, 'plugin.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('^0.1.0', '^9.0.0'))
    const { code, out } = await check(folder)
    expect(code).toBe(1)
    expect(out).toMatch(/incompatible: refused 0\.1\.0 needs @askpro\/plugin-sdk \^9\.0\.0, this hub has/)
  })

  test('says of a misspelt field which it is, and nothing of tiers', async () => {
    const folder = newPlugin({ id: 'misspelt', provides: 'calendar', dir })
    const file = join(folder, 'plugin.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"hosts"', '"hostz"'))
    const { code, out } = await check(folder)
    expect(code).toBe(1)
    expect(out).toMatch(/^The hub does not use it: invalid: plugin\.json: .*host/)
    expect(out).not.toContain('Tier')
  })

  test.each(['quality.json', 'locales/de.json'])(
    'names the file that is no JSON: %s',
    async (name) => {
      const folder = newPlugin({ id: `broken-${name.length}`, provides: 'calendar', dir })
      writeFileSync(join(folder, name), '{')
      const { code, err } = await check(folder)
      expect(code).toBe(1)
      expect(err).toContain(`${join(folder, name)} is no JSON: `)
    },
    PATIENCE,
  )

  test(
    'says of what is left to do where it looks done',
    async () => {
      const folder = newPlugin({ id: 'nearly', provides: 'calendar', dir })
      const file = join(folder, 'plugin.json')
      const limits = '"limits": { "at_once": 4 }, "hosts"'
      writeFileSync(file, readFileSync(file, 'utf8').replace('"hosts"', limits))
      const { out } = await check(folder)
      expect(out.match(/^.* looks done/gm)).toEqual(['limits-declared looks done'])
    },
    PATIENCE,
  )
})

describe('what goes wrong is a sentence', () => {
  const [none, nothing] = ['/no-such-folder', 'There is no folder /no-such-folder.\n']

  test.each<[string, string[], string]>([
    ['plugin-check.ts', [none], nothing],
    ['plugin-pack.ts', [none], nothing],
    ['plugin-dev.ts', [none], nothing],
    ['plugin-replay.ts', [none, 'file.json'], nothing],
    [
      'plugin-check.ts',
      [tmpdir()],
      `There is no plugin.json in ${tmpdir()}: give the plugin's own folder, or make one with npm run plugin:new.\n`,
    ],
  ])('%s %j', async (name, args, sentence) => {
    expect(await program(name, ...args)).toEqual({ code: 1, out: '', err: sentence })
  })

  test.each(['plugin-check.ts', 'plugin-pack.ts', 'plugin-dev.ts', 'plugin-replay.ts', 'plugin-new.ts'])(
    '%s says how it is called',
    async (name) => {
      const { code, err } = await program(name)
      expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/\nnpm run plugin:\w+ -- </) })
    },
  )

  test('an option that is none is answered with those that are', async () => {
    const { code, err } = await program('plugin-new.ts', 'acme', '--provide', 'calendar')
    expect(code).toBe(2)
    expect(err).toMatch(/^Unknown option '--provide'[\s\S]*--provides calendar\|telephony/)
    expect(err).not.toContain('\n    at ')
  })
})
