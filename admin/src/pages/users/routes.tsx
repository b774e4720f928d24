import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute, tenantRoute } from '../../router-root.tsx'
import { withNext } from './next-page.ts'

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: withNext,
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
})

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('./setup-page.tsx'), 'SetupPage'),
})

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./invitation-page.tsx'), 'InvitationPage'),
})

const newPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new-password',
  component: lazyRouteComponent(() => import('./new-password-page.tsx'), 'NewPasswordPage'),
})

/** For whoever is not signed in. */
export const openRoutes = [signInRoute, setupRoute, invitationRoute, newPasswordRoute] as const

const profileRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'profile',
  component: lazyRouteComponent(() => import('./profile-page.tsx'), 'ProfilePage'),
})

const usersRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'users',
  component: lazyRouteComponent(() => import('./users-page.tsx'), 'UsersPage'),
})

export const tenantUserRoutes = [profileRoute, usersRoute] as const
