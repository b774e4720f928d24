import type { Route } from '../platform/http/route.ts'
import { pluginRoutes } from './catalog/plugin-routes.ts'
import { type ConnectionActionParts, connectionActionRoutes } from './connections/connection-action-routes.ts'
import { connectionRoutes } from './connections/connection-routes.ts'
import { type HookParts, hookRoutes } from './webhooks/hook-routes.ts'

export function integrationRoutes(parts: ConnectionActionParts & HookParts): Route[] {
  return [
    ...pluginRoutes(parts.catalog),
    ...connectionRoutes(parts),
    ...connectionActionRoutes(parts),
    ...hookRoutes(parts),
  ]
}
