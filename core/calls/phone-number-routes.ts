import { Type } from '@sinclair/typebox'
import type { ConnectionService } from '../integrations/index.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { TenantDirectory } from '../tenants/index.ts'
import type { CallNumbers } from './call-numbers.ts'
import { newPhoneNumberSchema, phoneNumberSchema } from './call-schemas.ts'
import type { PhoneNumberRow } from './number-repository.ts'
import { type NumberWarning, type NumberWarningParts, numberWarnings } from './number-warnings.ts'
import { usableConnection } from './usable-connection.ts'

export interface PhoneNumberRouteParts extends NumberWarningParts {
  numbers: CallNumbers
  connections: ConnectionService
  directory: TenantDirectory
}

export function phoneNumberRoutes(parts: PhoneNumberRouteParts): Route[] {
  const { numbers } = parts
  const list = defineRoute({
    method: 'GET',
    path: '/v1/phone-numbers',
    tag: 'calls',
    summary: 'The numbers callers dial, and where each leads',
    permission: 'phone-numbers:read',
    rate: 'read',
    replies: {
      200: { description: 'Numbers', schema: Type.Object({ data: Type.Array(phoneNumberSchema) }) },
    },
    async handler({ tenantId }) {
      const data = []
      for (const row of await numbers.list(tenantId))
        data.push(presentNumber(row, await numberWarnings(parts, tenantId, row)))
      return { status: 200, body: { data } }
    },
  })
  const create = defineRoute({
    method: 'POST',
    path: '/v1/phone-numbers',
    tag: 'calls',
    summary: 'Lead a number to a location',
    description: '`warnings` says what keeps an agent on it from booking.',
    permission: 'phone-numbers:write',
    rate: 'write',
    body: newPhoneNumberSchema,
    replies: { 201: { description: 'Created', schema: phoneNumberSchema } },
    async handler({ tenantId, body }) {
      const connection = await usableConnection(parts, tenantId, body.connection_id)
      const row = await numbers.add(tenantId, {
        number: body.number,
        locationId: body.location_id,
        connection,
      })
      return { status: 201, body: presentNumber(row, await numberWarnings(parts, tenantId, row)) }
    },
  })
  const remove = defineRoute({
    method: 'DELETE',
    path: '/v1/phone-numbers/:id',
    tag: 'calls',
    summary: 'Take a number away',
    permission: 'phone-numbers:write',
    rate: 'write',
    params: idParams('id'),
    replies: { 204: { description: 'Removed' } },
    async handler({ tenantId, params }) {
      await numbers.remove(tenantId, params.id)
      return { status: 204 }
    },
  })
  return [list, create, remove]
}

const presentNumber = (row: PhoneNumberRow, warnings: NumberWarning[]) => ({
  id: row.id,
  number: row.number,
  location_id: row.location_id,
  connection_id: row.connection_id,
  warnings,
})
