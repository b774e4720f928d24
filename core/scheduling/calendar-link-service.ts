import type { ConnectionService } from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { sqlState } from '../platform/db/database-problem.ts'
import { HubError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { versionConflict } from '../platform/version-conflict.ts'
import type { TenantDirectory } from '../tenants/index.ts'
import type { CalendarLink } from './calendar-link.ts'
import { deleteLink, findLink, findLinks, insertLink, updateLink } from './calendar-link-repository.ts'

export type LinkSettings = Pick<
  CalendarLink,
  'reads' | 'writes' | 'reserves' | 'staleAfterMinutes' | 'whenStale' | 'ownerChanges'
>
export type NewCalendarLink = Pick<CalendarLink, 'connectionId' | 'calendar'> & {
  resourceId?: string | undefined
  serviceId?: string | undefined
  segment?: number | undefined
} & { [K in keyof LinkSettings]?: LinkSettings[K] | undefined }

const ORDINARY: LinkSettings = {
  reads: true,
  writes: true,
  reserves: false,
  staleAfterMinutes: 1440,
  whenStale: 'accept_provisional',
  ownerChanges: 'follow',
}

export interface CalendarLinkParts {
  database: Database
  connections: Pick<ConnectionService, 'get'>
  directory: Pick<TenantDirectory, 'chainOf'>
  clock: Clock
}

/** Which outside calendar belongs to whom. */
export class CalendarLinkService {
  readonly #parts: CalendarLinkParts

  constructor(parts: CalendarLinkParts) {
    this.#parts = parts
  }

  async create(tenantId: string, wanted: NewCalendarLink): Promise<CalendarLink> {
    const { database, clock } = this.#parts
    const connectionTenantId = await this.#ownerOf(tenantId, wanted.connectionId)
    const own = connectionTenantId === tenantId
    const link: CalendarLink = {
      id: newId(),
      tenantId,
      connectionTenantId,
      version: 1,
      connectionId: wanted.connectionId,
      calendar: wanted.calendar,
      resourceId: wanted.resourceId ?? null,
      serviceId: wanted.serviceId ?? null,
      segment: wanted.segment ?? null,
      // What is not said is what makes sense for this kind of link.
      reads: wanted.reads ?? (own && wanted.resourceId !== undefined),
      writes: wanted.writes ?? ORDINARY.writes,
      reserves: wanted.reserves ?? ORDINARY.reserves,
      staleAfterMinutes: wanted.staleAfterMinutes ?? ORDINARY.staleAfterMinutes,
      whenStale: wanted.whenStale ?? ORDINARY.whenStale,
      ownerChanges: wanted.ownerChanges ?? ORDINARY.ownerChanges,
    }
    requireReadable(link)
    requireServiceOf(link)
    await database.inTenant(tenantId, (tx) => insertLink(tx, link, new Date(clock.now())).catch(misplaced))
    return link
  }

  list(tenantId: string): Promise<CalendarLink[]> {
    return this.#parts.database.inTenant(tenantId, (tx) => findLinks(tx, tenantId))
  }

  async get(tenantId: string, id: string): Promise<CalendarLink> {
    const link = await this.#parts.database.inTenant(tenantId, (tx) => findLink(tx, tenantId, id))
    if (!link) throw new HubError('not_found')
    return link
  }

  update(
    tenantId: string,
    id: string,
    { version, ...change }: Partial<LinkSettings> & { version?: number },
  ): Promise<CalendarLink> {
    return this.#parts.database.inTenant(tenantId, async (tx) => {
      const link = { ...(await this.get(tenantId, id)), ...change }
      requireReadable(link)
      if (await updateLink(tx, link, version)) return this.get(tenantId, id)
      throw versionConflict('link', (await this.get(tenantId, id)).version)
    })
  }

  /** What stands in the calendar already stays there. */
  async remove(tenantId: string, id: string): Promise<void> {
    const touched = await this.#parts.database.inTenant(tenantId, (tx) => deleteLink(tx, tenantId, id))
    if (touched === 0) throw new HubError('not_found')
  }

  /** The tenant's own connection, else one that an agency above it shares. */
  async #ownerOf(tenantId: string, connectionId: string): Promise<string> {
    const { database, connections, directory } = this.#parts
    for (const owner of await directory.chainOf(tenantId)) {
      const read = () => connections.get({ tenantId: owner, connectionId }).catch(unknownConnection)
      const connection = await (owner === tenantId ? read() : database.outside(read))
      if (connection && (owner === tenantId || connection.shared)) return owner
    }
    throw new HubError('invalid', {
      detail: 'connection_id names no connection of this client or its agency.',
    })
  }
}

function unknownConnection(error: unknown): undefined {
  if (error instanceof HubError && error.code === 'not_found') return undefined
  throw error
}

function requireReadable({ reads, resourceId, tenantId, connectionTenantId }: CalendarLink): void {
  if (!reads || (resourceId !== null && tenantId === connectionTenantId)) return
  throw new HubError('invalid', {
    detail: 'Only a calendar of the client’s own connection can be read, and only for a resource.',
  })
}

function requireServiceOf({ segment, serviceId }: CalendarLink): void {
  if (segment === null || serviceId !== null) return
  throw new HubError('invalid', { detail: 'segment is that of a service: name service_id as well.' })
}

function misplaced(error: unknown): never {
  if (sqlState(error) === '23505') throw new HubError('conflict', { detail: 'There is such a link already.' })
  if (sqlState(error) !== '23503') throw error
  throw new HubError('invalid', { detail: 'resource_id or service_id names something that does not exist.' })
}
