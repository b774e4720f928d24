import assert from 'node:assert/strict'
import type { PluginContext } from '../context.ts'
import type { Plugin } from '../define-plugin.ts'
import type { RawRequest } from '../raw-request.ts'
import type { WebhookHandler } from '../webhook.ts'
import { type Contract, provided } from './contract.ts'

/**
 * What `webhookContract` needs.
 *
 * @example
 * const first = ({ deliveries: [one] }: WebhookWorld) => one.headers
 */
export interface WebhookWorld {
  plugin: Plugin
  ctx: PluginContext
  /** The hook's name in the manifest. */
  hook: string
  /** Two different deliveries, signed by the provider or its stand-in just now. */
  deliveries: readonly [RawRequest, RawRequest]
  /** Names of all settings that a signature may be made with; none where only secrets of watches sign. */
  secrets: readonly string[]
  /**
   * Where the provider signs nothing and only sends back the secret of the watch that it tells for: then that secret
   * takes the place of the settings' ones, and a body proves nothing.
   */
  provenBy?: 'watch'
}

/**
 * What the hub relies on in every webhook handler: nothing forged gets in, nothing is worked on twice.
 *
 * @example
 * webhookContract({ test, setup: webhookWorld })
 */
export function webhookContract({ test, setup }: Contract<WebhookWorld>): void {
  test('what the provider signed is genuine', async () => {
    const { handler, ctx, deliveries } = await open(setup)
    for (const delivery of deliveries)
      assert.deepEqual(await handler.verify(ctx, delivery), { genuine: true })
  })

  test('an altered body is not genuine', async () => {
    const { handler, ctx, deliveries, provenBy } = await open(setup)
    const [good, other] = deliveries
    if (provenBy === 'watch') return
    for (const body of [altered(good.body), good.body.subarray(1), new Uint8Array(0), other.body]) {
      assert.equal((await handler.verify(ctx, { ...good, body })).genuine, false)
    }
  })

  test('a signature made with another secret is not genuine', async () => {
    const { handler, ctx, deliveries, secrets, hook } = await open(setup)
    const known = await ctx.watches(hook)
    assert.ok(secrets.length > 0 || known.length > 0)
    const secret = 'another-secret-of-some-length'
    const others = Object.fromEntries(secrets.map((name) => [name, secret]))
    const watches = async (name: string) => (await ctx.watches(name)).map((each) => ({ ...each, secret }))
    const stranger = { ...ctx, watches, settings: { ...ctx.settings, ...others } }
    assert.equal((await handler.verify(stranger, deliveries[0])).genuine, false)
  })

  test('without a secret in the settings nothing is genuine', async () => {
    const { handler, ctx, deliveries, secrets } = await open(setup)
    const settings = Object.entries(ctx.settings).filter(([name]) => !secrets.includes(name))
    const unset = { ...ctx, watches: async () => [], settings: Object.fromEntries(settings) }
    assert.equal((await handler.verify(unset, deliveries[0])).genuine, false)
  })

  test('without its headers, or with broken ones, nothing is genuine', async () => {
    const { handler, ctx, deliveries } = await open(setup)
    const [good] = deliveries
    const broken = [(value: string) => value.slice(0, -1), (value: string) => `${value}0`, () => '']
    assert.equal((await handler.verify(ctx, { ...good, headers: {} })).genuine, false)
    for (const breakIt of broken) {
      const headers = Object.entries(good.headers).map(([name, value]) => [name, breakIt(value)])
      assert.equal(
        (await handler.verify(ctx, { ...good, headers: Object.fromEntries(headers) })).genuine,
        false,
      )
    }
  })

  test('the same delivery has the same key, another one another', async () => {
    const { handler, deliveries } = await open(setup)
    const [one, other] = deliveries
    const later = { ...one, receivedAt: one.receivedAt + 60_000 }
    assert.equal(await handler.dedupeKey(later), await handler.dedupeKey(one))
    assert.notEqual(await handler.dedupeKey(other), await handler.dedupeKey(one))
  })

  test('a body that makes no sense tells nothing', async () => {
    const { handler, ctx } = await open(setup)
    for (const text of ['', '{', 'null', '[]', '7', '{}', '{"event":null,"type":7,"payload":"x"}']) {
      const request = { headers: {}, body: Buffer.from(text), receivedAt: Date.now() }
      assert.deepEqual(await handler.facts(ctx, request), [], text)
      assert.ok((await handler.dedupeKey(request)) !== '', text)
    }
  })
}

async function open(setup: () => Promise<WebhookWorld>): Promise<WebhookWorld & { handler: WebhookHandler }> {
  const world = await setup()
  return { ...world, handler: provided(world.plugin.webhooks?.[world.hook]) }
}

function altered(body: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(body)
  const at = copy.length - 2
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}
