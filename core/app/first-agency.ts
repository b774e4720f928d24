import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../platform/config/config.ts'
import { StartError } from '../platform/errors.ts'
import { ApiKeyService, TenantDirectory, TenantService } from '../tenants/index.ts'
import { readDemoFile } from './demo/demo-file.ts'
import type { Hub } from './hub.ts'

/**
 * The way in for a hub without the demo: on an empty database the agency named in the configuration is made, with a
 * key that may do everything. Gives the file that holds them (0600), or undefined where there was nothing to do.
 */
export async function makeFirstAgency({ container, url }: Hub, config: Config): Promise<string | undefined> {
  if (!config.agency) return undefined
  const issuers = await container.resolve(TenantDirectory).issuerIds()
  refuseDemo(config, issuers)
  if (issuers.length > 0) return undefined
  const agency = await container.resolve(TenantService).createAgency(config.agency)
  const { key } = await container
    .resolve(ApiKeyService)
    .issue(agency.id, { name: 'First key', scopes: ['*'] })
  const file = join(config.dataDir, 'agency.json')
  const content = { base_url: url, agency: { id: agency.id, name: agency.name, api_key: key } }
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  return file
}

/** Somebody leaves the demo, and would find themselves among its invented calls and providers that exist nowhere. */
function refuseDemo({ dataDir }: Config, issuers: readonly string[]): void {
  const demo = readDemoFile(dataDir)
  if (!demo || !issuers.includes(demo.agency.id)) return
  throw new StartError(
    `The database of ${dataDir} is the demo's, and ASKPRO_AGENCY needs an empty one: set ASKPRO_DATA_DIR to another folder, or remove this one (docs/operating.md).`,
  )
}
