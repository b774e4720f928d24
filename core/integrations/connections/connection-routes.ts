import { Type } from '@sinclair/typebox'
import { given } from '../../platform/http/given.ts'
import { idParams } from '../../platform/http/id-params.ts'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import type { PluginCatalog } from '../catalog/plugin-catalog.ts'
import type { PluginHost } from '../host/plugin-host.ts'
import type { Connection } from './connection.ts'
import { connectionChangeSchema, connectionSchema, newConnectionSchema } from './connection-schemas.ts'
import type { ConnectionService } from './connection-service.ts'

export interface ConnectionRouteParts {
  connections: ConnectionService
  catalog: PluginCatalog
  host: PluginHost
  publicUrl: () => string
}

export function connectionRoutes(parts: ConnectionRouteParts): Route[] {
  const { connections } = parts
  const present = (connection: Connection) => presentConnection(parts, connection)
  const list = defineRoute({
    method: 'GET',
    path: '/v1/connections',
    tag: 'connections',
    summary: "The tenant's connections with their states",
    permission: 'connections:read',
    rate: 'read',
    replies: {
      200: { description: 'Connections', schema: Type.Object({ data: Type.Array(connectionSchema) }) },
    },
    async handler({ tenantId }) {
      return { status: 200, body: { data: (await connections.list(tenantId)).map(present) } }
    },
  })
  const create = defineRoute({
    method: 'POST',
    path: '/v1/connections',
    tag: 'connections',
    summary: 'Connect a provider',
    description:
      'Keys are proven before they are saved; an outage of the provider saves as retrying. A connection by consent waits as connecting until the consent page was visited.',
    permission: 'connections:write',
    rate: 'expensive',
    idempotent: false,
    body: newConnectionSchema,
    replies: { 201: { description: 'Saved', schema: connectionSchema } },
    async handler({ tenantId, body }) {
      return { status: 201, body: present(await connections.create(tenantId, body)) }
    },
  })
  const get = defineRoute({
    method: 'GET',
    path: '/v1/connections/:id',
    tag: 'connections',
    versioned: true,
    summary: 'One connection',
    permission: 'connections:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'The connection', schema: connectionSchema } },
    async handler({ tenantId, params }) {
      return { status: 200, body: present(await connections.get({ tenantId, connectionId: params.id })) }
    },
  })
  return [list, create, get, ...changeRoutes(parts)]
}

function changeRoutes(parts: ConnectionRouteParts): Route[] {
  const { connections } = parts
  const update = defineRoute({
    method: 'PATCH',
    path: '/v1/connections/:id',
    tag: 'connections',
    versioned: true,
    summary: 'Change name or settings',
    description:
      'A setting that is not sent stays as it is, secrets too; null takes one away. New settings are proven before they are saved.',
    permission: 'connections:write',
    rate: 'expensive',
    params: idParams('id'),
    body: connectionChangeSchema,
    replies: { 200: { description: 'The connection after the change', schema: connectionSchema } },
    async handler({ tenantId, params, body, expectedVersion: version }) {
      const ref = { tenantId, connectionId: params.id }
      const { version: _, ...change } = body
      const updated = await connections.update(ref, { ...given(change), version })
      return { status: 200, body: presentConnection(parts, updated) }
    },
  })
  const remove = defineRoute({
    method: 'DELETE',
    path: '/v1/connections/:id',
    tag: 'connections',
    summary: 'Remove a connection; its hooks answer 404 from now on',
    permission: 'connections:write',
    rate: 'write',
    params: idParams('id'),
    replies: { 204: { description: 'Removed' } },
    async handler({ tenantId, params }) {
      await connections.remove({ tenantId, connectionId: params.id })
      return { status: 204 }
    },
  })
  return [update, remove]
}

export const presentConnectionState = ({ is, ...info }: Connection['state']) => ({
  is,
  ...info,
  ...('at' in info ? { at: new Date(info.at).toISOString() } : {}),
})

export function presentConnection(parts: ConnectionRouteParts, connection: Connection) {
  const loaded = parts.catalog.find(connection.plugin)
  const webhooks = loaded?.manifest.webhooks ?? []
  // A setting may have become a secret with a newer version of the plugin; it is sealed at the next change.
  const open = Object.entries(connection.settings).filter(([name]) => !loaded?.settings.secrets.has(name))
  const hookUrl = (hook: string) => `${parts.publicUrl()}/hooks/${connection.id}/${hook}`
  return {
    id: connection.id,
    plugin: connection.plugin,
    name: connection.name,
    settings: Object.fromEntries(open),
    shared: connection.shared,
    state: presentConnectionState(connection.state),
    breaker: parts.host.breakerOf(connection.id),
    hooks: Object.fromEntries(webhooks.map(({ name }) => [name, hookUrl(name)])),
    version: connection.version,
  }
}
