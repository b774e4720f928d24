import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedInRoute, tenantRoute } from '../../router-root.tsx'
import { withTab } from '../../ui/tab-search.ts'

const integrations = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'integrations',
  component: lazyRouteComponent(() => import('../integrations/integrations-page.tsx'), 'IntegrationsPage'),
})

const connect = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'integrations/new/$plugin',
  component: lazyRouteComponent(() => import('../integrations/connect-page.tsx'), 'ConnectPage'),
})

const connection = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'integrations/$id',
  validateSearch: withTab,
  component: lazyRouteComponent(() => import('../integrations/connection-page.tsx'), 'ConnectionPage'),
})

const setup = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'integrations/$id/setup',
  component: lazyRouteComponent(() => import('../integrations/setup-page.tsx'), 'SetupPage'),
})

const webhooks = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'webhooks',
  component: lazyRouteComponent(() => import('../integrations/webhooks-page.tsx'), 'WebhooksPage'),
})

const endpoint = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'webhooks/$id',
  validateSearch: withTab,
  component: lazyRouteComponent(() => import('../integrations/endpoint-page.tsx'), 'EndpointPage'),
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
  component: lazyRouteComponent(() => import('../integrations/consent-page.tsx'), 'ConsentPage'),
})
