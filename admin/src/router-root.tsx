import { createRootRoute, createRoute, Outlet } from '@tanstack/react-router'
import { Missing } from './shell/missing.tsx'
import { SignedIn } from './shell/signed-in.tsx'
import { TenantShell } from './shell/tenant-shell.tsx'

export const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: Missing })

/** Behind the sign-in; whoever is not signed in is sent there and comes back. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  component: SignedIn,
})

/** Pages of one client. Its id is in the address, so that a link that is passed on opens the right one. */
export const tenantRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/c/$tenant',
  component: TenantShell,
})
