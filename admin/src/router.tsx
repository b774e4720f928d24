import { createRoute, createRouter } from '@tanstack/react-router'
import { billingRoutes } from './pages/billing/routes.tsx'
import { callsRoutes } from './pages/calls/routes.tsx'
import { customersRoutes } from './pages/customers/routes.tsx'
import { deskRoutes } from './pages/desk/routes.tsx'
import { consentRoute, integrationsRoutes } from './pages/integrations/routes.tsx'
import { setupRoutes, welcomeRoutes } from './pages/setup/routes.tsx'
import { systemRoutes } from './pages/system/routes.tsx'
import { openRoutes, tenantUserRoutes } from './pages/users/routes.tsx'
import { rootRoute, signedInRoute, tenantRoute } from './router-root.tsx'
import { Failed } from './shell/failed.tsx'
import { FirstPage } from './shell/first-page.tsx'
import { LoadingPage } from './ui/loading.tsx'

const firstRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/', component: FirstPage })

const tree = rootRoute.addChildren([
  ...openRoutes,
  signedInRoute.addChildren([
    firstRoute,
    ...welcomeRoutes,
    consentRoute,
    tenantRoute.addChildren([
      ...deskRoutes,
      ...callsRoutes,
      ...customersRoutes,
      ...setupRoutes,
      ...integrationsRoutes,
      ...billingRoutes,
      ...systemRoutes,
      ...tenantUserRoutes,
    ]),
  ]),
])

export const router = createRouter({
  routeTree: tree,
  basepath: '/admin',
  defaultPreload: 'intent',
  defaultPendingComponent: LoadingPage,
  defaultErrorComponent: Failed,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
