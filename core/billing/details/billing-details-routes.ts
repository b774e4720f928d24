import { defineRoute, type Route } from '../../platform/http/route.ts'
import type { StoredBillingDetails } from './billing-details.ts'
import {
  billingDetailsSchema,
  detailsOf,
  newBillingDetailsSchema,
  presentParty,
} from './billing-details-schemas.ts'
import type { BillingDetailsService } from './billing-details-service.ts'

const about = { path: '/v1/billing-details', tag: 'billing', versioned: true } as const
const reply = (description: string) => ({ 200: { description, schema: billingDetailsSchema } })

/** Who a tenant is on the invoices it sends and gets. */
export function billingDetailsRoutes(details: BillingDetailsService): Route[] {
  const get = defineRoute({
    ...about,
    method: 'GET',
    summary: 'Who the tenant acted for is on invoices: name, address and tax numbers',
    permission: 'billing-details:read',
    rate: 'read',
    replies: reply('As it stands on drafts'),
    async handler({ tenantId }) {
      return { status: 200, body: present(await details.get(tenantId)) }
    },
  })
  const put = defineRoute({
    ...about,
    method: 'PUT',
    summary: 'Say it anew, all of it',
    description: 'An invoice takes it over when it becomes final, from both ends, and never changes again.',
    permission: 'billing-details:write',
    rate: 'write',
    body: newBillingDetailsSchema,
    replies: reply('After the change'),
    async handler({ tenantId, body, expectedVersion }) {
      return { status: 200, body: present(await details.put(tenantId, detailsOf(body), expectedVersion)) }
    },
  })
  const remove = defineRoute({
    ...about,
    method: 'DELETE',
    summary: 'Say nothing any more; final invoices keep what they have',
    permission: 'billing-details:write',
    rate: 'write',
    replies: { 204: { description: 'It says nothing any more' } },
    async handler({ tenantId, expectedVersion }) {
      await details.remove(tenantId, expectedVersion)
      return { status: 204 }
    },
  })
  return [get, put, remove]
}

const present = ({ details, version }: StoredBillingDetails) => ({ details: presentParty(details), version })
