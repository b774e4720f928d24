import { describe, expect, test } from '@jest/globals'
import { assessQuality } from './assess-quality.ts'
import type { PluginFolder } from './plugin-folder.ts'
import { qualityRules } from './quality-rules.ts'

const index = `
import { definePlugin, ReauthRequired, RetryLater } from '@askpro/plugin-sdk'
import { Client } from 'acme-client'
import { timingSafeEqual } from 'node:crypto'
const failureOf = (seconds) => (seconds ? new RetryLater('busy', { after: seconds }) : new ReauthRequired('no'))
const sync = (save) => save({ checkpoint: 'cursor' })
const api = (ctx) => new Client({ fetch: ctx.fetch, maxRetries: 0, base: 'https://api.acme.example' })
export const plugin = definePlugin({ check: (ctx) => api(ctx).me().catch(() => { throw new RetryLater('away') }) })
`

const good: PluginFolder = {
  manifest: {
    id: 'acme',
    name: 'Acme',
    description: 'A calendar.',
    version: '1.0.0',
    sdk: '^0.1.0',
    provides: ['calendar'],
    auth: { kind: 'key' },
    hosts: ['api.acme.example'],
    limits: { at_once: 4 },
    syncs: [{ name: 'entries', every_minutes: 5, timeout_seconds: 60 }],
    webhooks: [{ name: 'events', mode: 'inbox', signed: 'HMAC' }],
  },
  settings: { api_key: { title: 'Key', 'x-secret': true, 'x-order': 1 } },
  dependencies: ['@askpro/plugin-sdk', 'acme-client'],
  sources: new Map([['index.ts', index]]),
  tests: new Map([
    ['contract.test.ts', 'calendarContract({ test, setup }); webhookContract({ test, setup })'],
  ]),
  readme: '# Acme\n\n## What it does\n\n## Setting it up\n\n## What it does not do\n',
  quality: Object.fromEntries(qualityRules.map(({ id }) => [id, 'done'])),
}

const source = (from: string | RegExp, to: string): Partial<PluginFolder> => ({
  sources: new Map([['index.ts', index.replace(from, to)]]),
})

function without(member: 'limits' | 'syncs'): PluginFolder['manifest'] {
  const { [member]: _, ...manifest } = good.manifest
  return manifest
}

test('a plugin that keeps every rule has no problems and the highest tier', () => {
  expect(assessQuality(good)).toMatchObject({ tier: 'gold', problems: [] })
})

describe('a promise that is called done and broken is found out', () => {
  test.each<[string, Partial<PluginFolder>]>([
    ['check-before-save', source('check:', 'prove:')],
    ['secrets-marked', { settings: { api_key: { title: 'Key', 'x-order': 1 } } }],
    [
      'secrets-marked',
      { settings: { webhook_secret: { title: 'Secret', 'x-order': 1, 'x-secret': false } } },
    ],
    ['settings-explained', { settings: { zone: { title: 'Zone' } } }],
    ['settings-explained', { settings: { zone: { 'x-order': 1 } } }],
    ['hosts-declared', source('api.acme.example', 'eu.acme.example')],
    [
      'hosts-declared',
      {
        settings: { base: { title: 'Base', 'x-order': 1, 'x-host': true, default: 'https://other.example' } },
      },
    ],
    [
      'hosts-declared',
      {
        manifest: {
          ...good.manifest,
          auth: {
            kind: 'oauth2',
            authorize_url: 'https://login.acme.example/',
            token_url: 'https://token.acme.example/',
            scopes: ['all'],
          },
        },
      },
    ],
    ['errors-typed', source("new RetryLater('away')", "new Error('away')")],
    ['errors-typed', source(/RetryLater/g, 'Refused')],
    ['only-own-imports', source("from 'acme-client'", "from 'other-client'")],
    ['only-own-imports', source("from 'acme-client'", "from '../../core/billing/index.ts'")],
    ['host-fetch-only', source('api(ctx).me()', "fetch('/me')")],
    ['host-fetch-only', source('fetch: ctx.fetch, ', '')],
    ['retries-off', source('maxRetries: 0', 'maxRetries: 2')],
    ['signatures-compared-in-constant-time', source(/.*timingSafeEqual.*\n/, '')],
    ['leaves-nothing-behind', source('api(ctx).me()', 'setInterval(api, 1000)')],
    ['leaves-nothing-behind', source('api(ctx).me()', 'process.env.KEY')],
    [
      'contract-suite-passes',
      { tests: new Map([['contract.test.ts', 'calendarContract({ test, setup })']]) },
    ],
    ['asks-to-reconnect', source('new ReauthRequired(', 'Object(ReauthRequired, ')],
    ['rate-limits-honoured', source('after: seconds', 'cause: seconds')],
    ['diagnosable', source('api(ctx).me()', `console.log('me')`)],
    ['limits-declared', { manifest: without('limits') }],
    ['syncs-checkpointed', source(`checkpoint: 'cursor'`, 'checkpoint: null')],
    ['webhooks-have-a-fallback', { manifest: without('syncs') }],
    ['readme-sections', { readme: '# Acme\n\n## What it does\n' }],
  ])('%s', (id, change) => {
    const { problems, tier } = assessQuality({ ...good, ...change })
    expect(tier).not.toBe('gold')
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([id])
  })
})

test('tests of the contract suites that failed speak against the rules that they prove', () => {
  const untrue = (name: string) =>
    assessQuality(good, [name])
      .rules.filter(({ answer }) => answer === 'untrue')
      .map(({ id }) => id)
  expect(untrue('find: refused credentials are ReauthRequired')).toEqual([
    'contract-suite-passes',
    'asks-to-reconnect',
  ])
  const limited = 'check: too many calls are RetryLater with the time the provider told'
  expect(untrue(limited)).toEqual(['contract-suite-passes', 'rate-limits-honoured'])
  expect(untrue('creating twice makes one entry')).toEqual(['contract-suite-passes'])
})

describe('the answers', () => {
  const answered = (quality: Record<string, unknown>) =>
    assessQuality({ ...good, quality: { ...good.quality, ...quality } })

  test('a rule that is to do, or does not apply, needs a reason and is not checked', () => {
    const plain = { ...good, dependencies: ['acme-client'] }
    const quality = { ...good.quality, 'only-own-imports': { todo: 'The SDK moves next week.' } }
    expect(assessQuality({ ...plain, quality }).problems).toEqual([])
  })

  test.each([undefined, 'yes', true, {}, { todo: '' }, { exempt: ' ' }, { todo: 'a', exempt: 'b' }])(
    'the answer %j is none',
    (answer) => {
      expect(answered({ 'retries-off': answer }).problems).toEqual([
        expect.stringMatching(/^retries-off: answer it/),
      ])
    },
  )

  test('a rule that does not exist is a problem', () => {
    expect(answered({ 'retry-off': 'done' }).problems).toEqual(['retry-off: there is no such rule'])
  })

  test.each(['signatures-compared-in-constant-time', 'webhooks-have-a-fallback', 'syncs-checkpointed'])(
    'a plugin that %s concerns is not exempt from it',
    (id) => {
      const exempt = { [id]: { exempt: 'It has none.' } }
      expect(answered(exempt)).toMatchObject({
        tier: id.startsWith('signatures') ? 'bronze' : 'silver',
        problems: [`${id}: it is not exempt, this concerns it: "It has none."`],
      })
      const { webhooks: _w, syncs: _s, ...manifest } = good.manifest
      expect(assessQuality({ ...good, manifest, quality: { ...good.quality, ...exempt } }).problems).toEqual(
        [],
      )
    },
  )

  test('what is left to do sets the tier, an exemption does not', () => {
    const tier = (id: string, answer: object) => answered({ [id]: answer }).tier
    expect(tier('tried-at-the-provider', { todo: 'No account yet.' })).toBe('silver')
    expect(tier('retries-off', { todo: 'Soon.' })).toBe('bronze')
    expect(tier('readme-sections', { todo: 'Soon.' })).toBeNull()
    expect(tier('retries-off', { exempt: 'There is no client.' })).toBe('gold')
  })
})
