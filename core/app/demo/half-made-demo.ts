import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { migrations } from '../../migrations/index.ts'
import type { Config } from '../../platform/config/config.ts'
import { Database } from '../../platform/db/database.ts'
import { emptyTables } from '../../platform/db/empty-tables.ts'
import { migrate } from '../../platform/db/migrate.ts'
import type { Logger } from '../../platform/log/logger.ts'
import { TenantDirectory } from '../../tenants/index.ts'
import type { HubOptions } from '../hub.ts'
import { readDemoFile } from './demo-file.ts'

/** Stands in the data folder from the first row of the demo until its first call was shown. */
export interface DemoInTheMaking {
  /** Chosen before the agency is written, so that what is left of the demo is known for what it is. */
  agencyId: string
}

const fileIn = (dataDir: string): string => join(dataDir, 'demo.seeding')

export function noteDemoInTheMaking(dataDir: string, made: DemoInTheMaking): void {
  writeFileSync(fileIn(dataDir), `${JSON.stringify(made)}\n`)
}

export function demoIsMade(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true })
}

/** Undefined where no demo was interrupted. */
export function demoInTheMaking(dataDir: string): DemoInTheMaking | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as DemoInTheMaking
  } catch {
    return undefined
  }
}

/**
 * Before the hub works: a demo whose making was cut off is taken out of the database again, so that it is begun anew.
 * Only where nothing else is there: the one agency must be the one that was noted down.
 */
export async function forgetHalfMadeDemo(
  { dataDir, demo }: Config,
  databases: HubOptions['databases'],
  log: Logger,
): Promise<void> {
  const begun = demoInTheMaking(dataDir)
  // With a demo.json nothing was missing but the call.
  if (!demo || !begun || readDemoFile(dataDir)?.agency.id === begun.agencyId) return
  await migrate({ ...databases, migrations })
  const database = new Database({ url: databases.adminUrl, poolSize: 2, log })
  try {
    const agencies = await new TenantDirectory({ database }).issuerIds()
    if (agencies.length !== 1 || agencies[0] !== begun.agencyId) return
    log.warn({}, 'the demo was interrupted while it was set up: it is begun anew')
    await database.inDirectory(emptyTables)
  } finally {
    await database.close()
  }
}
