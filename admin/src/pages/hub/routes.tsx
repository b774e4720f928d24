import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedInRoute, tenantRoute } from '../../router-root.tsx'

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const withTab = (search: Record<string, unknown>): { tab?: string } => {
  const tab = text(search.tab)
  return tab === undefined ? {} : { tab }
}

const integrations = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'integrations',
  component: lazyRouteComponent(() => import('./integrations-page.tsx'), 'IntegrationsPage'),
})

const connect = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'integrations/new/$plugin',
  component: lazyRouteComponent(() => import('./connect-page.tsx'), 'ConnectPage'),
})

const connection = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'integrations/$id',
  validateSearch: withTab,
  component: lazyRouteComponent(() => import('./connection-page.tsx'), 'ConnectionPage'),
})

const setup = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'integrations/$id/setup',
  component: lazyRouteComponent(() => import('./setup-page.tsx'), 'SetupPage'),
})

const webhooks = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'webhooks',
  component: lazyRouteComponent(() => import('./webhooks-page.tsx'), 'WebhooksPage'),
})

const endpoint = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'webhooks/$id',
  component: lazyRouteComponent(() => import('./endpoint-page.tsx'), 'EndpointPage'),
})

const billing = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'billing',
  validateSearch: withTab,
  component: lazyRouteComponent(() => import('./billing-page.tsx'), 'BillingPage'),
})

const invoice = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'billing/invoices/$id',
  component: lazyRouteComponent(() => import('./invoice-page.tsx'), 'InvoicePage'),
})

const system = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'system',
  validateSearch: withTab,
  component: lazyRouteComponent(() => import('./system-page.tsx'), 'SystemPage'),
})

export const hubRoutes = [
  integrations,
  connect,
  connection,
  setup,
  webhooks,
  endpoint,
  billing,
  invoice,
  system,
] as const

/** Where browsers come back to from a provider's consent page. */
export const consentRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/consent',
  validateSearch: (search: Record<string, unknown>): { outcome?: string } => {
    const outcome = text(search.outcome)
    return outcome === undefined ? {} : { outcome }
  },
  component: lazyRouteComponent(() => import('./consent-page.tsx'), 'ConsentPage'),
})
