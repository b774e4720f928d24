import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../router-root.tsx'
import { readCallSearch } from './call-search.ts'

const callsRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'calls',
  validateSearch: readCallSearch,
  component: lazyRouteComponent(() => import('./calls-page.tsx'), 'CallsPage'),
})

const simulateRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'calls/simulate',
  component: lazyRouteComponent(() => import('./simulate-page.tsx'), 'SimulatePage'),
})

const callRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'calls/$id',
  component: lazyRouteComponent(() => import('./call-page.tsx'), 'CallPage'),
})

export const callsRoutes = [callsRoute, simulateRoute, callRoute] as const
