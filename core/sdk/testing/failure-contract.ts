import assert from 'node:assert/strict'
import type { PluginContext } from '../context.ts'
import { Misconfigured, RetryLater } from '../failures.ts'
import { BROKEN_WIRES, overBrokenWire } from './broken-wire.ts'
import { type Contract, type ContractWorld, failureOf } from './contract.ts'

type Call<World> = (world: World) => Promise<unknown>

/**
 * Every call of a plugin says what went wrong by what the host should do about it. Told by name, as the host does it,
 * since a plugin may bring its own copy of the SDK's classes.
 */
export function failureContract<World extends ContractWorld>(
  { test, setup }: Contract<World>,
  calls: Record<string, Call<World>>,
): void {
  for (const [name, call] of Object.entries(calls)) {
    test(`${name}: refused credentials are ReauthRequired`, async () => {
      const world = await setup()
      world.trouble.refuseCredentials()
      assert.equal((await failureOf(call(world))).name, 'ReauthRequired')
    })

    test(`${name}: too many calls are RetryLater with the time the provider told`, async () => {
      const world = await setup()
      const after = world.trouble.limitRate()
      const failure = await failureOf(call(world))
      assert.deepEqual([failure.name, failure.after], ['RetryLater', after])
    })

    test(`${name}: an outage is RetryLater`, async () => {
      const world = await setup()
      world.trouble.goDown()
      assert.equal((await failureOf(call(world))).name, 'RetryLater')
    })

    test(`${name}: an answer that breaks off is RetryLater`, async () => {
      const world = await setup()
      const ctx: PluginContext = { ...world.ctx, fetch: async () => brokenAnswer() }
      assert.equal((await failureOf(call({ ...world, ctx }))).name, 'RetryLater')
    })

    test(`${name}: a connection that hangs or is reset, also in the middle of an answer, is RetryLater`, async () => {
      const world = await setup()
      const fail = (fetch: PluginContext['fetch']) =>
        failureOf(call({ ...world, ctx: { ...world.ctx, fetch } }))
      const failures = await Promise.all(BROKEN_WIRES.map((how) => overBrokenWire(how, fail)))
      assert.deepEqual(
        failures.map((failure, at) => `${BROKEN_WIRES[at]}: ${failure.name}`),
        BROKEN_WIRES.map((how) => `${how}: RetryLater`),
      )
    })

    test(`${name}: what the host throws at ctx.fetch comes out as it is`, async () => {
      const world = await setup()
      const paused = new RetryLater('calls are paused', { after: 20_000 })
      assert.equal(await failureOf(call(withWire(world, paused))), paused)
      const refused = new Misconfigured('base_url', 'the host was refused')
      assert.equal(await failureOf(call(withWire(world, refused))), refused)
    })
  }

  test("check: an outage is asked about once, since the client's own repeats are off", async () => {
    const world = await setup()
    world.trouble.goDown()
    let count = 0
    const counting: typeof fetch = (...request) => {
      count++
      return world.ctx.fetch(...request)
    }
    await failureOf(world.plugin.check({ ...world.ctx, fetch: counting }))
    assert.equal(count, 1)
  })
}

function brokenAnswer(): Response {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"status":"succ'))
      controller.error(new TypeError('terminated'))
    },
  })
  return new Response(body, { status: 200, headers: { 'content-type': 'application/json' } })
}

function withWire<World extends ContractWorld>(world: World, failure: Error): World {
  const ctx: PluginContext = { ...world.ctx, fetch: () => Promise.reject(failure) }
  return { ...world, ctx }
}
