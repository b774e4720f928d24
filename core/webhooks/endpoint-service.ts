import { AddressRefused, type OutboundPost } from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { SecretBox } from '../platform/crypto/secret-box.ts'
import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { versionConflict } from '../platform/version-conflict.ts'
import type { Endpoint } from './endpoint.ts'
import {
  countEndpoints,
  deleteEndpoint,
  type EndpointChange,
  findEndpoint,
  findEndpoints,
  insertEndpoint,
  lockEndpointsOf,
  type SealedEndpoint,
  updateEndpoint,
} from './endpoint-repository.ts'
import { openSecrets, sealSecrets } from './endpoint-secrets.ts'
import { newSecret } from './signature.ts'

export interface EndpointServiceParts {
  database: Database
  box: SecretBox
  post: Pick<OutboundPost, 'check'>
  clock: Clock
}

export interface EndpointFields {
  url: string
  description: string
  eventTypes: readonly string[]
}

/** Each event of a tenant makes a delivery for each of them. */
const MOST = 20

/** Addresses that a tenant wants its events sent to. */
export class EndpointService {
  readonly #parts: EndpointServiceParts

  constructor(parts: EndpointServiceParts) {
    this.#parts = parts
  }

  list(tenantId: string): Promise<Endpoint[]> {
    return this.#parts.database.inTenant(tenantId, (tx) => findEndpoints(tx, tenantId))
  }

  get(tenantId: string, id: string): Promise<Endpoint> {
    return this.#parts.database.inTenant(tenantId, (tx) => endpointOf(tx, tenantId, id))
  }

  /** With its secret, which is told nowhere else. */
  async create(tenantId: string, fields: EndpointFields): Promise<{ endpoint: Endpoint; secret: string }> {
    this.#check(fields.url)
    const ref = { tenantId, id: newId() }
    const secret = newSecret()
    const secrets = sealSecrets(this.#parts.box, ref, { current: secret })
    const endpoint = await this.#parts.database.inTenant(tenantId, async (tx) => {
      await lockEndpointsOf(tx, tenantId)
      if ((await countEndpoints(tx, tenantId)) >= MOST)
        throw new HubError('limit_reached', { detail: `A tenant has ${MOST} webhook endpoints at the most.` })
      return insertEndpoint(tx, { ...ref, ...fields, secrets }, this.#now())
    })
    return { endpoint, secret }
  }

  async update(
    tenantId: string,
    id: string,
    { version, ...change }: Partial<EndpointFields> & { version?: number | undefined },
  ): Promise<Endpoint> {
    if (change.url !== undefined) this.#check(change.url)
    return this.#change(tenantId, id, { version, change: async () => change })
  }

  /** What failed before counts no more. What happened while it was disabled is not delivered later. */
  enable(tenantId: string, id: string): Promise<Endpoint> {
    return this.#change(tenantId, id, { change: async () => ({ state: { is: 'enabled' } }) })
  }

  disable(tenantId: string, id: string): Promise<Endpoint> {
    return this.#change(tenantId, id, { change: async () => ({ state: { is: 'disabled', why: 'by_hand' } }) })
  }

  /** The one before goes on signing beside the new one for `overlap` milliseconds of real time. */
  async rotateSecret(
    tenantId: string,
    id: string,
    overlap: number,
  ): Promise<{ endpoint: Endpoint; secret: string }> {
    const { box } = this.#parts
    const secret = newSecret()
    const change = async (endpoint: SealedEndpoint): Promise<EndpointChange> => {
      const before = openSecrets(box, endpoint, endpoint.secrets)
      const previous = before && overlap > 0 && { secret: before.current, until: Date.now() + overlap }
      return { secrets: sealSecrets(box, endpoint, { current: secret, ...(previous ? { previous } : {}) }) }
    }
    return { endpoint: await this.#change(tenantId, id, { change }), secret }
  }

  /** With its deliveries and their log. */
  async remove(tenantId: string, id: string): Promise<void> {
    const removed = await this.#parts.database.inTenant(tenantId, (tx) => deleteEndpoint(tx, tenantId, id))
    if (removed === 0) throw new HubError('not_found')
  }

  #change(
    tenantId: string,
    id: string,
    {
      version,
      change,
    }: {
      version?: number | undefined
      change: (endpoint: SealedEndpoint) => Promise<EndpointChange>
    },
  ): Promise<Endpoint> {
    return this.#parts.database.inTenant(tenantId, async (tx) => {
      const endpoint = await endpointOf(tx, tenantId, id)
      const update = { change: await change(endpoint), version: version ?? endpoint.version, at: this.#now() }
      const updated = await updateEndpoint(tx, endpoint, update)
      if (updated) return updated
      throw versionConflict('endpoint', (await endpointOf(tx, tenantId, id)).version)
    })
  }

  #check(url: string): void {
    try {
      this.#parts.post.check(url)
    } catch (error) {
      if (!(error instanceof AddressRefused)) throw error
      const errors = [{ path: '/url', message: error.message }]
      throw new HubError('invalid', { detail: `url: ${error.message}`, extra: { errors } })
    }
  }

  #now(): Date {
    return new Date(this.#parts.clock.now())
  }
}

async function endpointOf(tx: Tx, tenantId: string, id: string): Promise<SealedEndpoint> {
  const endpoint = await findEndpoint(tx, tenantId, id)
  if (!endpoint) throw new HubError('not_found')
  return endpoint
}
