import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../router-root.tsx'
import { withTab } from '../../ui/tab-search.ts'

const billing = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'billing',
  validateSearch: withTab,
  component: lazyRouteComponent(() => import('../billing/billing-page.tsx'), 'BillingPage'),
})

const invoice = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'billing/invoices/$id',
  component: lazyRouteComponent(() => import('../billing/invoice-page.tsx'), 'InvoicePage'),
})

export const billingRoutes = [billing, invoice] as const
