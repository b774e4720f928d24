import assert from 'node:assert/strict'
import type { PluginContext } from '../context.ts'
import type { Plugin } from '../define-plugin.ts'
import type { ProviderTrouble } from './provider-trouble.ts'

/**
 * The test function of any runner: jest, vitest, node:test.
 *
 * @example
 * const define: DefineTest = (name, run) => void test(name, run)
 */
export type DefineTest = (name: string, run: () => Promise<void>) => void

/**
 * What every contract needs: the real plugin, connected to a provider that the test can break.
 *
 * @example
 * const check = async ({ plugin, ctx, trouble }: ContractWorld) => {
 *   trouble.goDown()
 *   await plugin.check(ctx)
 * }
 */
export interface ContractWorld {
  plugin: Plugin
  ctx: PluginContext
  trouble: ProviderTrouble
}

/**
 * `setup` is called for each test and gives a provider with nothing in it yet.
 *
 * @example
 * const contract: Contract<CalendarWorld> = { test, setup: calendarWorld }
 * calendarContract(contract)
 */
export interface Contract<World> {
  test: DefineTest
  setup(): Promise<World>
}

/** What a promise fails with. Fails itself when it does not fail with an Error. */
export async function failureOf(work: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  assert.ok(isError(outcome), 'it should have failed')
  return outcome
}

const isError = (value: unknown): value is Error & Record<string, unknown> =>
  typeof value === 'object' && value !== null && 'message' in value

/** The capability a contract is about. */
export function provided<T>(capability: T | undefined): T {
  assert.ok(capability !== undefined, 'the plugin does not have this capability')
  return capability
}
