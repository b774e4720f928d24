import type { ConnectionService, PluginCatalog } from '../integrations/index.ts'
import type { ResourceService, ScheduleService, ServiceCatalog } from '../scheduling/index.ts'
import { servicesHere } from './functions/offered-here.ts'
import type { PhoneNumberRow } from './number-repository.ts'

/** Why an agent on a number could not do what its functions are for. */
export interface NumberWarning {
  code: 'no_functions' | 'nothing_bookable'
  /** For whoever sets it up. */
  message: string
}

export interface NumberWarningParts {
  connections: Pick<ConnectionService, 'listAs'>
  plugins: Pick<PluginCatalog, 'find'>
  catalog: ServiceCatalog
  resources: ResourceService
  schedules: ScheduleService
}

const WARNINGS: Record<NumberWarning['code'], string> = {
  no_functions:
    'The plugin of the connection hands no function calls to the hub: an agent on this number cannot look anything up or book.',
  nothing_bookable:
    'Nobody at the location can do a service that is on offer: an agent on this number can only note callbacks.',
}

/**
 * What the number leads to, held against the functions of an agent. A warning and no refusal: a number is often there
 * before the services are, and callers hear a sentence either way.
 */
export async function numberWarnings(
  parts: NumberWarningParts,
  tenantId: string,
  number: Pick<PhoneNumberRow, 'location_id' | 'connection_tenant_id' | 'connection_id'>,
): Promise<NumberWarning[]> {
  const services = await servicesHere({ tenantId, location: { id: number.location_id } }, parts)
  const codes: NumberWarning['code'][] = [
    ...((await takesFunctions(parts, number)) ? [] : (['no_functions'] as const)),
    ...(services.length > 0 ? [] : (['nothing_bookable'] as const)),
  ]
  return codes.map((code) => ({ code, message: WARNINGS[code] }))
}

async function takesFunctions(
  { connections, plugins }: NumberWarningParts,
  number: Pick<PhoneNumberRow, 'connection_tenant_id' | 'connection_id'>,
): Promise<boolean> {
  const all = await connections.listAs(number.connection_tenant_id)
  const plugin = all.find(({ id }) => id === number.connection_id)?.plugin
  const webhooks = (plugin && plugins.find(plugin)?.manifest.webhooks) || []
  return webhooks.some(({ mode }) => mode === 'function_call')
}
