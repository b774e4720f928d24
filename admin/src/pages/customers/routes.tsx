import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../router-root.tsx'

const customersRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'customers',
  validateSearch: ({ q }: Record<string, unknown>): { q?: string } =>
    q === undefined || q === null || q === '' ? {} : { q: String(q).slice(0, 100) },
  component: lazyRouteComponent(() => import('./customers-page.tsx'), 'CustomersPage'),
})

const customerRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'customers/$id',
  component: lazyRouteComponent(() => import('./customer-page.tsx'), 'CustomerPage'),
})

export const customersRoutes = [customersRoute, customerRoute] as const
