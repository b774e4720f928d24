import { createRoute } from '@tanstack/react-router'
import { tenantRoute } from '../../router-root.tsx'
import { lazyPage } from '../../ui/lazy-page.ts'

const customersRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'customers',
  validateSearch: ({ q }: Record<string, unknown>): { q?: string } =>
    q === undefined || q === null || q === '' ? {} : { q: String(q).slice(0, 100) },
  component: lazyPage(() => import('./customers-page.tsx'), 'CustomersPage'),
})

const customerRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'customers/$id',
  component: lazyPage(() => import('./customer-page.tsx'), 'CustomerPage'),
})

export const customersRoutes = [customersRoute, customerRoute] as const
