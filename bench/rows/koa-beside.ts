import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench } from '../bench.ts'
import { type ServerProcess, startServer } from '../ground/server-process.ts'
import type { ReadingConfig } from '../yardsticks/koa-reading-server.ts'
import type { StoringConfig } from '../yardsticks/koa-storing-server.ts'

/** The bare Koa server, which answers with these bytes. */
export function startKoa({ ground }: Bench, bytes?: Uint8Array): Promise<ServerProcess> {
  const sample = join(ground.folder, 'sample.json')
  if (bytes) writeFileSync(sample, bytes)
  return startServer({
    program: 'bench/yardsticks/koa-server.mjs',
    args: bytes ? [sample] : [],
    logFile: join(ground.folder, 'koa.log'),
  })
}

/** The same, started from TypeScript as the hub's code is. */
export function startKoaInTypeScript({ ground }: Bench): Promise<ServerProcess> {
  return startServer({
    program: 'bench/yardsticks/koa-in-typescript.ts',
    logFile: join(ground.folder, 'koa-in-typescript.log'),
  })
}

/** The one that checks a webhook and stores it. */
export const startStoringKoa = (bench: Bench): Promise<ServerProcess> => startStoring(bench, 'koa-storing')

/** The same by the least program that can do it, which is not Koa. */
export const startPlainStoring = (bench: Bench): Promise<ServerProcess> =>
  startStoring(bench, 'plain-storing')

function startStoring(
  { ground, world }: Bench,
  name: 'koa-storing' | 'plain-storing',
): Promise<ServerProcess> {
  const file = join(ground.folder, 'storing.json')
  const config: StoringConfig = {
    databaseUrl: ground.databases.appUrl,
    apiKey: ground.retell.apiKey,
    tenants: Object.fromEntries(world.salons.map(({ connection, tenant }) => [connection, tenant])),
  }
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 })
  return startServer({
    program: `bench/yardsticks/${name}-server.ts`,
    args: [file],
    logFile: join(ground.folder, `${name}.log`),
  })
}

/** The one that reads one row for each question, then answers with these bytes. */
export function startReadingKoa({ ground, world }: Bench, bytes: Uint8Array): Promise<ServerProcess> {
  const [file, sample] = [join(ground.folder, 'reading.json'), join(ground.folder, 'read-sample.json')]
  const config: ReadingConfig = {
    databaseUrl: ground.databases.appUrl,
    tenants: Object.fromEntries(world.salons.map(({ service, tenant }) => [service, tenant])),
    sample,
  }
  writeFileSync(sample, bytes)
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 })
  return startServer({
    program: 'bench/yardsticks/koa-reading-server.ts',
    args: [file],
    logFile: join(ground.folder, 'koa-reading.log'),
  })
}
