import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../router-root.tsx'
import { withTab } from '../../ui/tab-search.ts'

const system = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'system',
  validateSearch: withTab,
  component: lazyRouteComponent(() => import('../system/system-page.tsx'), 'SystemPage'),
})

export const systemRoutes = [system] as const
