import type { Route } from '../platform/http/route.ts'
import { pluginRoutes } from './catalog/plugin-routes.ts'
import { type ConnectionActionParts, connectionActionRoutes } from './connections/connection-action-routes.ts'
import type { ConnectionDiagnostics } from './connections/connection-diagnostics.ts'
import { connectionRoutes } from './connections/connection-routes.ts'
import { diagnosticsRoutes } from './connections/diagnostics-routes.ts'
import { type HealthRouteParts, healthRoutes } from './connections/health-routes.ts'
import { providerCalendarRoutes } from './connections/provider-calendar-routes.ts'
import type { ProviderDirectory } from './provider-directory.ts'
import { type SyncRouteParts, syncRoutes } from './syncs/sync-routes.ts'
import { watchRoutes } from './watches/watch-routes.ts'
import { type HookParts, hookRoutes } from './webhooks/hook-routes.ts'
import { type ReceivedRouteParts, receivedRoutes } from './webhooks/received-routes.ts'

export function integrationRoutes(
  parts: ConnectionActionParts &
    SyncRouteParts &
    HookParts &
    ReceivedRouteParts &
    HealthRouteParts & { providers: ProviderDirectory; diagnostics: ConnectionDiagnostics },
): Route[] {
  return [
    ...pluginRoutes(parts.catalog),
    ...connectionRoutes(parts),
    ...connectionActionRoutes(parts),
    ...healthRoutes(parts),
    ...syncRoutes(parts),
    ...watchRoutes(parts),
    ...providerCalendarRoutes(parts.providers),
    ...diagnosticsRoutes(parts.diagnostics),
    ...receivedRoutes(parts),
    ...hookRoutes(parts),
  ]
}
