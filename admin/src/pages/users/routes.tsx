import { createRoute } from '@tanstack/react-router'
import { rootRoute, tenantRoute } from '../../router-root.tsx'
import { lazyPage } from '../../ui/lazy-page.ts'
import { withNext } from './next-page.ts'

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: withNext,
  component: lazyPage(() => import('./sign-in-page.tsx'), 'SignInPage'),
})

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyPage(() => import('./setup-page.tsx'), 'SetupPage'),
})

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: lazyPage(() => import('./invitation-page.tsx'), 'InvitationPage'),
})

const newPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new-password',
  component: lazyPage(() => import('./new-password-page.tsx'), 'NewPasswordPage'),
})

/** For whoever is not signed in. */
export const openRoutes = [signInRoute, setupRoute, invitationRoute, newPasswordRoute] as const

const profileRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'profile',
  component: lazyPage(() => import('./profile-page.tsx'), 'ProfilePage'),
})

const usersRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'users',
  component: lazyPage(() => import('./users-page.tsx'), 'UsersPage'),
})

export const tenantUserRoutes = [profileRoute, usersRoute] as const
