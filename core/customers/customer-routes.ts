import { Type } from '@sinclair/typebox'
import { askedPage, asPage, pageSchema } from '../platform/http/cursor-page.ts'
import { given } from '../platform/http/given.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { Customer } from './customer.ts'
import type { StoredCommunication } from './customer-repository.ts'
import {
  communicationSchema,
  customerChangeSchema,
  customerQuery,
  customerSchema,
  newCustomerSchema,
} from './customer-schemas.ts'
import type { CustomerService } from './customer-service.ts'

export function customerRoutes(customers: CustomerService): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/customers',
    tag: 'customers',
    summary: 'Customers, those who match what is typed, or the one with a number',
    permission: 'customers:read',
    rate: 'read',
    query: customerQuery,
    replies: {
      200: {
        description: 'A page',
        schema: pageSchema(customerSchema),
      },
    },
    async handler({ tenantId, query }) {
      const asked = askedPage(query)
      const { phone, order, q } = query
      if (q !== undefined) {
        const found = await customers.search(tenantId, { q, limit: asked.limit })
        return { status: 200, body: { data: found.map(presentCustomer), next_cursor: null } }
      }
      const rows = await customers.list(tenantId, { ...asked, phone, order })
      return { status: 200, body: asPage(rows, asked, { id: ({ id }) => id, present: presentCustomer }) }
    },
  })
  const create = defineRoute({
    method: 'POST',
    path: '/v1/customers',
    tag: 'customers',
    versioned: true,
    summary: 'Add a customer',
    permission: 'customers:write',
    rate: 'write',
    body: newCustomerSchema,
    replies: { 201: { description: 'Created', schema: customerSchema } },
    async handler({ tenantId, body }) {
      return { status: 201, body: presentCustomer(await customers.create(tenantId, body)) }
    },
  })
  return [list, create, ...oneCustomerRoutes(customers)]
}

function oneCustomerRoutes(customers: CustomerService): Route[] {
  const get = defineRoute({
    method: 'GET',
    path: '/v1/customers/:id',
    tag: 'customers',
    versioned: true,
    summary: 'One customer',
    permission: 'customers:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'The customer', schema: customerSchema } },
    async handler({ tenantId, params }) {
      return { status: 200, body: presentCustomer(await customers.get(tenantId, params.id)) }
    },
  })
  const update = defineRoute({
    method: 'PATCH',
    path: '/v1/customers/:id',
    tag: 'customers',
    versioned: true,
    summary: 'Change a customer',
    permission: 'customers:write',
    rate: 'write',
    params: idParams('id'),
    body: customerChangeSchema,
    replies: { 200: { description: 'The customer after the change', schema: customerSchema } },
    async handler({ tenantId, params, body, expectedVersion: version }) {
      const change = given({ ...body, version })
      return { status: 200, body: presentCustomer(await customers.update(tenantId, params.id, change)) }
    },
  })
  const communications = defineRoute({
    method: 'GET',
    path: '/v1/customers/:id/communications',
    tag: 'customers',
    summary: 'The latest contacts with a customer, newest first',
    permission: 'customers:read',
    rate: 'read',
    params: idParams('id'),
    replies: {
      200: { description: 'At most 200', schema: Type.Object({ data: Type.Array(communicationSchema) }) },
    },
    async handler({ tenantId, params }) {
      const told = await customers.communications(tenantId, params.id)
      return { status: 200, body: { data: told.map(presentCommunication) } }
    },
  })
  return [get, update, communications]
}

const presentCustomer = ({ tenantId, ...customer }: Customer) => customer

const presentCommunication = (told: StoredCommunication) => ({
  id: told.id,
  channel: told.channel,
  direction: told.direction,
  call_id: told.call_id,
  appointment_id: told.appointment_id,
  summary: told.summary,
  occurred_at: told.occurred_at.toISOString(),
})
