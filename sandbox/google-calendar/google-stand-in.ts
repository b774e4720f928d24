import { defineStandIn } from '../engine/index.ts'
import { calendarRoutes } from './calendar-routes.ts'
import { channelRoutes } from './channel-routes.ts'
import { eventRoutes } from './event-routes.ts'
import { googleControlRoutes } from './google-control.ts'
import { googleErrors } from './google-errors.ts'
import { googleGuard } from './google-guard.ts'
import { type GoogleState, initialGoogleState } from './google-state.ts'
import { oauthRoutes } from './oauth-token.ts'
import { pushPolicy } from './push.ts'

/**
 * Google Calendar API v3 and its OAuth endpoints for one account, all on one address: `/o/oauth2/v2/auth`, `/token`,
 * `/revoke` and `/calendar/v3/...`. The OAuth client is `google_client_id` with `google_client_secret`.
 */
export const googleCalendar = defineStandIn<GoogleState>({
  name: 'google_calendar',
  defaultKeys: { google_client_id: 'sandbox-client', google_client_secret: 'sandbox-client-secret' },
  initialState: () => initialGoogleState(),
  routes: [...oauthRoutes, ...calendarRoutes, ...channelRoutes, ...eventRoutes],
  errors: googleErrors,
  guard: googleGuard,
  webhooks: pushPolicy,
  controlRoutes: googleControlRoutes,
})
