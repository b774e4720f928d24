import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../platform/config/config.ts'
import { HubError, StartError } from '../platform/errors.ts'
import { ApiKeyService, type Tenant, TenantDirectory, TenantService } from '../tenants/index.ts'
import { readDemoFile } from './demo/demo-file.ts'
import type { Hub } from './hub.ts'

const agencyFile = (dataDir: string): string => join(dataDir, 'agency.json')
const unpublished = (dataDir: string): string => `${agencyFile(dataDir)}.new`

/**
 * The way in for a hub without the demo: on an empty database the agency named in the configuration is made, with a
 * key that may do everything. Gives the file that holds them (0600), or undefined where there was nothing to do.
 */
export async function makeFirstAgency(hub: Hub, config: Config): Promise<string | undefined> {
  if (!config.agency) return undefined
  const directory = hub.container.resolve(TenantDirectory)
  refuseDemo(config, await directory.issuerIds())
  const tenants = hub.container.resolve(TenantService)
  try {
    await tenants.createFirstAgency(config.agency, (agency) => writeDown(hub, config, agency))
  } catch (error) {
    if (!(error instanceof HubError && error.code === 'invalid')) throw error
    throw new StartError(`ASKPRO_AGENCY is not valid: ${error.detail}`)
  }
  return publish(config, await directory.issuerIds())
}

/** Before the commit: an agency whose key nobody has seen would be in the way of every later start. */
async function writeDown({ container, url }: Hub, { dataDir }: Config, { id, name }: Tenant): Promise<void> {
  const { key } = await container.resolve(ApiKeyService).issue(id, { name: 'First key', scopes: ['*'] })
  const content = { base_url: url, agency: { id, name, api_key: key } }
  writeFileSync(unpublished(dataDir), `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  chmodSync(unpublished(dataDir), 0o600)
}

/** After the commit, or at the start after a crash in between: who finds the file has a key that counts. */
function publish({ dataDir }: Config, issuers: readonly string[]): string | undefined {
  const id = unpublishedAgency(dataDir)
  if (id === undefined || !issuers.includes(id)) return undefined
  renameSync(unpublished(dataDir), agencyFile(dataDir))
  return agencyFile(dataDir)
}

/** Undefined as well where a crash left half a file: then nothing was committed. */
function unpublishedAgency(dataDir: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(unpublished(dataDir), 'utf8')) as { agency: { id: string } }).agency.id
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Somebody leaves the demo, and would find themselves among its invented calls and providers that exist nowhere. */
function refuseDemo({ dataDir }: Config, issuers: readonly string[]): void {
  const demo = readDemoFile(dataDir)
  if (!demo || !issuers.includes(demo.agency.id)) return
  throw new StartError(
    `The database of ${dataDir} is the demo's, and ASKPRO_AGENCY needs an empty one: set ASKPRO_DATA_DIR to another folder, or remove this one (docs/operating.md).`,
  )
}
