import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench } from '../bench.ts'
import { type ServerProcess, startServer } from '../ground/server-process.ts'

/** The bare Koa server, which answers with these bytes. */
export function startKoa({ ground }: Bench, bytes?: Uint8Array): Promise<ServerProcess> {
  const sample = join(ground.folder, 'sample.json')
  if (bytes) writeFileSync(sample, bytes)
  return startServer({
    program: 'bench/yardsticks/koa-server.ts',
    args: bytes ? [sample] : [],
    logFile: join(ground.folder, 'koa.log'),
  })
}
