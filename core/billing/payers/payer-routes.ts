import { Type } from '@sinclair/typebox'
import type { Clock } from '../../platform/clock.ts'
import { idParams } from '../../platform/http/id-params.ts'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import { type MethodSetup, type Payer, payerState } from './payer.ts'
import { newSetupSchema, payerChangeSchema, payerSchema, setupSchema } from './payer-schemas.ts'
import type { PayerService } from './payer-service.ts'
import type { SetupService } from './setup-service.ts'

export interface PayerRouteParts {
  payers: PayerService
  setups: SetupService
  clock: Clock
}

export function payerRoutes(parts: PayerRouteParts): Route[] {
  const { payers, clock } = parts
  const list = defineRoute({
    method: 'GET',
    path: '/v1/payers',
    tag: 'billing',
    summary: 'What the tenant acted for knows of those it collects from',
    permission: 'payers:read',
    rate: 'read',
    replies: { 200: { description: 'Payers', schema: Type.Object({ data: Type.Array(payerSchema) }) } },
    async handler({ tenantId }) {
      const all = await payers.list(tenantId)
      return { status: 200, body: { data: all.map((payer) => presentPayer(payer, clock)) } }
    },
  })
  const get = defineRoute({
    method: 'GET',
    path: '/v1/payer',
    tag: 'billing',
    summary: 'How the tenant acted for pays the invoices it gets',
    permission: 'payers:read',
    rate: 'read',
    replies: { 200: { description: 'Never more of a card than its brand and end', schema: payerSchema } },
    async handler({ tenantId }) {
      return { status: 200, body: presentPayer(await payers.get(tenantId), clock) }
    },
  })
  const update = defineRoute({
    method: 'PATCH',
    path: '/v1/payer',
    tag: 'billing',
    summary: 'Say where the invoices of the tenant acted for are sent to',
    permission: 'payers:write',
    rate: 'write',
    body: payerChangeSchema,
    replies: { 200: { description: 'After the change', schema: payerSchema } },
    async handler({ tenantId, body }) {
      return { status: 200, body: presentPayer(await payers.update(tenantId, body), clock) }
    },
  })
  return [list, get, update, ...setupRoutes(parts)]
}

function setupRoutes({ setups }: PayerRouteParts): Route[] {
  const open = defineRoute({
    method: 'POST',
    path: '/v1/payer/payment-method-setups',
    tag: 'billing',
    summary: 'A page of the payments provider on which the tenant acted for gives a card or an account',
    description:
      'While a page is good, asking again gives the same one, so it needs no Idempotency-Key. What comes of it is told by GET /v1/payer and the event payer.method_changed; open invoices are collected with it.',
    permission: 'payers:write',
    rate: 'expensive',
    idempotent: false,
    body: newSetupSchema,
    replies: { 200: { description: 'Open its address in a browser', schema: setupSchema } },
    async handler({ tenantId, body }) {
      return { status: 200, body: presentSetup(await setups.open(tenantId, body.return_url)) }
    },
  })
  const get = defineRoute({
    method: 'GET',
    path: '/v1/payer/payment-method-setups/:id',
    tag: 'billing',
    summary: 'What became of such a page',
    permission: 'payers:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'The page', schema: setupSchema } },
    async handler({ tenantId, params }) {
      return { status: 200, body: presentSetup(await setups.get(tenantId, params.id)) }
    },
  })
  return [open, get]
}

const presentPayer = (payer: Payer, clock: Clock) => ({
  tenant_id: payer.recipientId,
  email: payer.email,
  state: payerState(payer, clock.now()),
  brand: payer.method?.brand ?? null,
  last4: payer.method?.last4 ?? null,
  expires: payer.method?.expires ?? null,
  why: payer.failure,
  checked_at: payer.checkedAt?.toISOString() ?? null,
})

const presentSetup = ({ id, state, url, expiresAt }: MethodSetup) => ({
  id,
  state,
  url,
  expires_at: expiresAt?.toISOString() ?? null,
})
