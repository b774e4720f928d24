import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../router-root.tsx'

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === 'string' ? { next: search.next } : {},
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
})

/** For whoever is not signed in. */
export const openRoutes = [signInRoute] as const

export const tenantUserRoutes = [] as const
