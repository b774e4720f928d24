import { createRoute } from '@tanstack/react-router'
import { tenantRoute } from '../../router-root.tsx'
import { lazyPage } from '../../ui/lazy-page.ts'
import { readCallSearch } from './call-search.ts'

const callsRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'calls',
  validateSearch: readCallSearch,
  component: lazyPage(() => import('./calls-page.tsx'), 'CallsPage'),
})

const simulateRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'calls/simulate',
  component: lazyPage(() => import('./simulate-page.tsx'), 'SimulatePage'),
})

const callRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'calls/$id',
  component: lazyPage(() => import('./call-page.tsx'), 'CallPage'),
})

export const callsRoutes = [callsRoute, simulateRoute, callRoute] as const
