import { createRoute } from '@tanstack/react-router'
import { tenantRoute } from '../../router-root.tsx'
import { lazyPage } from '../../ui/lazy-page.ts'
import { withTab } from '../../ui/tab-search.ts'

const billing = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'billing',
  validateSearch: withTab,
  component: lazyPage(() => import('../billing/billing-page.tsx'), 'BillingPage'),
})

const invoice = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'billing/invoices/$id',
  component: lazyPage(() => import('../billing/invoice-page.tsx'), 'InvoicePage'),
})

const plan = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'billing/plans/$id',
  validateSearch: ({ like }: Record<string, unknown>): { like?: string } =>
    typeof like === 'string' ? { like } : {},
  component: lazyPage(() => import('../billing/plan-page.tsx'), 'PlanPage'),
})

export const billingRoutes = [billing, invoice, plan] as const
