import { createRoute } from '@tanstack/react-router'
import { signedInRoute, tenantRoute } from '../../router-root.tsx'
import { lazyPage } from '../../ui/lazy-page.ts'

const ofTenant = { getParentRoute: () => tenantRoute }

const servicesRoute = createRoute({
  ...ofTenant,
  path: 'services',
  component: lazyPage(() => import('./services-page.tsx'), 'ServicesPage'),
})

const serviceRoute = createRoute({
  ...ofTenant,
  path: 'services/$id',
  component: lazyPage(() => import('./service-page.tsx'), 'ServicePage'),
})

const staffRoute = createRoute({
  ...ofTenant,
  path: 'staff',
  component: lazyPage(() => import('./staff-page.tsx'), 'StaffPage'),
})

const resourceRoute = createRoute({
  ...ofTenant,
  path: 'staff/$id',
  component: lazyPage(() => import('./resource-page.tsx'), 'ResourcePage'),
})

const hoursRoute = createRoute({
  ...ofTenant,
  path: 'hours/$id',
  component: lazyPage(() => import('./hours-page.tsx'), 'HoursPage'),
})

const rulesRoute = createRoute({
  ...ofTenant,
  path: 'rules',
  component: lazyPage(() => import('./rules/rules-page.tsx'), 'RulesPage'),
})

const goLiveRoute = createRoute({
  ...ofTenant,
  path: 'go-live',
  component: lazyPage(() => import('./go-live-page.tsx'), 'GoLivePage'),
})

export const setupRoutes = [
  servicesRoute,
  serviceRoute,
  staffRoute,
  resourceRoute,
  hoursRoute,
  rulesRoute,
  goLiveRoute,
] as const

/** A new client from nothing to the first appointment. `client` is the one that is being set up. */
const welcomeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/welcome',
  validateSearch: (search: Record<string, unknown>): { client?: string } =>
    typeof search.client === 'string' ? { client: search.client } : {},
  component: lazyPage(() => import('./welcome-page.tsx'), 'WelcomePage'),
})

/** Behind the sign-in, before there is a client: the first-run wizard. */
export const welcomeRoutes = [welcomeRoute] as const
