import { Temporal } from 'temporal-polyfill'
import { Database } from '../../platform/db/database.ts'
import type { Logger } from '../../platform/log/logger.ts'
import { TestClock } from '../../platform/testing/test-clock.ts'
import { createTestDatabase } from '../../platform/testing/test-database.ts'
import { composeSlices } from './register.ts'

/** Remembers what an operator would see. */
export class KeptLog implements Logger {
  readonly errors: string[] = []

  debug(): void {}
  info(): void {}
  warn(): void {}
  error(fields: object, message: string): void {
    const { err } = fields as { err?: unknown }
    this.errors.push(err === undefined ? message : `${message}: ${err}`)
  }
}

/** `2026-11-24T10:00` on the wall of Berlin, as epoch milliseconds. */
export const berlin = (text: string): number =>
  Temporal.PlainDateTime.from(text).toZonedDateTime('Europe/Berlin').epochMilliseconds

/** A Tuesday. */
export const TUESDAY = '2026-11-24T10:00'

/** A database of its own with the slices over it; `through` gives the same over another way to it. */
export async function callFixture({
  providers,
}: Pick<Parameters<typeof composeSlices>[0], 'providers'> = {}) {
  const made = await createTestDatabase()
  const clock = new TestClock(berlin(TUESDAY))
  const log = new KeptLog()
  const pools: Database[] = []
  const through = (url: string) => {
    const database = new Database({ url, poolSize: 10, log })
    pools.push(database)
    return { ...composeSlices({ database, clock, log, providers }), database }
  }
  return {
    ...through(made.appUrl),
    made,
    clock,
    log,
    through,
    async close() {
      for (const database of pools) await database.close()
      await made.drop()
    },
  }
}

export type CallFixture = Awaited<ReturnType<typeof callFixture>>
