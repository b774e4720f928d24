import type { Hub } from '../core/app/hub.ts'
import { BillingEngine, PlanService, UsageTracker } from '../core/billing/index.ts'
import { Database } from '../core/platform/db/database.ts'
import { TenantService } from '../core/tenants/index.ts'

/** Calls of 90 s each at 50 cents a started minute would hide a lost one: by the second each shows. */
const PLAN = {
  currency: 'EUR',
  flat_fee_minor: 1_000,
  tax_percent: '19',
  prices: [{ model: 'per_unit', meter: 'call_seconds', unit: 'minute', unit_price: '0.60' }],
} as const

/**
 * Clients of the agency with usage in the month that the seeding hub's clock shows: once that is over, their invoices
 * can be made final, and collected, at any time. Gives their ids.
 */
export async function seedDebtors(hub: Hub, agencyId: string, count: number): Promise<string[]> {
  const { container: c, clock } = hub
  const plans = c.resolve(PlanService)
  const plan = await plans.create(agencyId, { name: 'By the second', terms: PLAN })
  const month = new Date(clock.now()).toISOString().slice(0, 7)
  const debtors: string[] = []
  for (let index = 0; index < count; index += 1) {
    const { id } = await c.resolve(TenantService).createChild(agencyId, {
      kind: 'client',
      name: `Praxis ${index + 1}`,
      zone: 'Europe/Berlin',
      currency: 'EUR',
      language: 'de',
    })
    const subscription = { planId: plan.id, anchorDate: `${month}-01`, months: 1, autoFinalize: false }
    await plans.subscribe(agencyId, { recipientId: id, ...subscription })
    await useAndDraft(hub, { agencyId, id, calls: index + 2 })
    debtors.push(id)
  }
  return debtors
}

async function useAndDraft(
  { container: c, clock }: Hub,
  { agencyId, id, calls }: { agencyId: string; id: string; calls: number },
): Promise<void> {
  await c.resolve(Database).inTenant(id, async (tx) => {
    for (let call = 0; call < calls; call += 1) {
      await c.resolve(UsageTracker).record(tx, {
        tenantId: id,
        eventId: `drill:${id}:${call}:call_seconds`,
        meter: 'call_seconds',
        quantity: '90',
        occurredAt: clock.now(),
      })
    }
  })
  await c.resolve(BillingEngine).refreshDraft(agencyId, id)
}
