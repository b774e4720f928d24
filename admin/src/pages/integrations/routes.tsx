import { createRoute } from '@tanstack/react-router'
import { signedInRoute, tenantRoute } from '../../router-root.tsx'
import { lazyPage } from '../../ui/lazy-page.ts'
import { withTab } from '../../ui/tab-search.ts'

const integrations = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'integrations',
  component: lazyPage(() => import('../integrations/integrations-page.tsx'), 'IntegrationsPage'),
})

const connect = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'integrations/new/$plugin',
  component: lazyPage(() => import('../integrations/connect-page.tsx'), 'ConnectPage'),
})

const connection = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'integrations/$id',
  validateSearch: withTab,
  component: lazyPage(() => import('../integrations/connection-page.tsx'), 'ConnectionPage'),
})

const setup = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'integrations/$id/setup',
  component: lazyPage(() => import('../integrations/setup-page.tsx'), 'SetupPage'),
})

const webhooks = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'webhooks',
  component: lazyPage(() => import('../integrations/webhooks-page.tsx'), 'WebhooksPage'),
})

const endpoint = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'webhooks/$id',
  validateSearch: withTab,
  component: lazyPage(() => import('../integrations/endpoint-page.tsx'), 'EndpointPage'),
})

export const integrationsRoutes = [integrations, connect, connection, setup, webhooks, endpoint] as const

/** Where browsers come back to from a provider's consent page. */
export const consentRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/consent',
  validateSearch: (search: Record<string, unknown>): { outcome?: string } => {
    const outcome = search.outcome
    return typeof outcome === 'string' ? { outcome } : {}
  },
  component: lazyPage(() => import('../integrations/consent-page.tsx'), 'ConsentPage'),
})
