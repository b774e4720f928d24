import { createRoute } from '@tanstack/react-router'
import { tenantRoute } from '../../router-root.tsx'
import { lazyPage } from '../../ui/lazy-page.ts'
import { withTab } from '../../ui/tab-search.ts'

const system = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'system',
  validateSearch: withTab,
  component: lazyPage(() => import('../system/system-page.tsx'), 'SystemPage'),
})

export const systemRoutes = [system] as const
