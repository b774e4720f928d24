import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../platform/config/config.ts'
import { HubError, StartError } from '../platform/errors.ts'
import { ApiKeyService, type Tenant, TenantDirectory, TenantService } from '../tenants/index.ts'
import { readDemoFile } from './demo/demo-file.ts'
import type { Hub } from './hub.ts'

/**
 * The way in for a hub without the demo: on an empty database the agency named in the configuration is made, with a
 * key that may do everything. Gives the file that holds them (0600), or undefined where there was nothing to do.
 */
export async function makeFirstAgency(hub: Hub, config: Config): Promise<string | undefined> {
  if (!config.agency) return undefined
  refuseDemo(config, await hub.container.resolve(TenantDirectory).issuerIds())
  const tenants = hub.container.resolve(TenantService)
  try {
    return await tenants.createFirstAgency(config.agency, (agency) => handOut(hub, config, agency))
  } catch (error) {
    if (!(error instanceof HubError && error.code === 'invalid')) throw error
    throw new StartError(`ASKPRO_AGENCY is not valid: ${error.detail}`)
  }
}

/** The file is written before the commit: an agency whose key nobody has seen would be in the way of every later start. */
async function handOut({ container, url }: Hub, { dataDir }: Config, { id, name }: Tenant): Promise<string> {
  const { key } = await container.resolve(ApiKeyService).issue(id, { name: 'First key', scopes: ['*'] })
  const file = join(dataDir, 'agency.json')
  const content = { base_url: url, agency: { id, name, api_key: key } }
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
