import { createHmac } from 'node:crypto'
import { expect, test } from '@jest/globals'
import type { RawRequest } from '../raw-request.ts'
import type { WebhookHandler } from '../webhook.ts'
import { BreakableWire } from './fixtures/breakable-wire.ts'
import { failingTests } from './fixtures/failing-tests.ts'
import { type WebhookWorld, webhookContract } from './webhook-contract.ts'

/** What is wrong with a handler on purpose. */
interface Flaws {
  believesAll?: boolean
  signsTheHeaderOnly?: boolean
  toleratesNoSecret?: boolean
  hasNoMemory?: boolean
  crashesOnGarbage?: boolean
}

const sign = (text: Uint8Array | string, secret: string) =>
  createHmac('sha256', secret).update(text).digest('hex')

function handlerOf(flaws: Flaws): WebhookHandler {
  let count = 0
  return {
    async verify({ settings }, { headers, body }) {
      if (flaws.believesAll || (flaws.toleratesNoSecret && !settings.secret)) return { genuine: true }
      const text = flaws.signsTheHeaderOnly ? 'constant' : body
      const genuine = headers.signature === sign(text, String(settings.secret ?? 'none'))
      return genuine ? { genuine } : { genuine, why: 'no' }
    },
    dedupeKey: async ({ body }) => (flaws.hasNoMemory ? String(count++) : sign(body, '')),
    async facts(_ctx, { body }) {
      if (flaws.crashesOnGarbage) JSON.parse(Buffer.from(body).toString())
      return []
    },
  }
}

function acme(flaws: Flaws): WebhookWorld {
  const delivery = (text: string): RawRequest => ({
    headers: { signature: sign(flaws.signsTheHeaderOnly ? 'constant' : text, 'acme-secret') },
    body: Buffer.from(text),
    receivedAt: Date.now(),
  })
  return {
    plugin: { check: async () => {}, webhooks: { events: handlerOf(flaws) } },
    ctx: new BreakableWire(() => undefined).context(),
    hook: 'events',
    deliveries: [delivery('{"id":1}'), delivery('{"id":2}')],
    secrets: ['secret'],
  }
}

const broken = (flaws: Flaws) =>
  failingTests((define) => webhookContract({ test: define, setup: async () => acme(flaws) }))

test('a handler without flaws passes the suite', async () => {
  expect(await broken({})).toEqual([])
})

test.each<[keyof Flaws, string]>([
  ['believesAll', 'a signature made with another secret is not genuine'],
  ['believesAll', 'without its headers, or with broken ones, nothing is genuine'],
  ['signsTheHeaderOnly', 'an altered body is not genuine'],
  ['toleratesNoSecret', 'without a secret in the settings nothing is genuine'],
  ['hasNoMemory', 'the same delivery has the same key, another one another'],
  ['crashesOnGarbage', 'a body that makes no sense tells nothing'],
])('a handler that %s is found out by "%s"', async (flaw, name) => {
  expect(await broken({ [flaw]: true })).toContain(name)
})
