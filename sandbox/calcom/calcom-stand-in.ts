import { defineStandIn } from '../engine/index.ts'
import { accountRoutes } from './account-routes.ts'
import { bookingRoutes } from './booking-routes.ts'
import { calcomControlRoutes } from './calcom-control.ts'
import { calcomErrors } from './calcom-errors.ts'
import { calcomGuard } from './calcom-guard.ts'
import { signCalcomWebhook } from './calcom-signature.ts'
import { type CalcomState, initialCalcomState } from './calcom-state.ts'
import { eventTypeRoutes } from './event-type-routes.ts'
import { rateHeaders } from './rate-window.ts'
import { reservationRoutes } from './reservation-routes.ts'
import { scheduleRoutes } from './schedule-routes.ts'
import { slotRoutes } from './slot-routes.ts'
import { webhookRoutes } from './webhook-routes.ts'

/** Cal.com API v2 for one account, with the key named `calcom`. */
export const calcom = defineStandIn<CalcomState>({
  name: 'calcom',
  defaultKeys: { calcom: 'cal_live_sandbox' },
  initialState: () => initialCalcomState(),
  routes: [
    ...accountRoutes,
    ...slotRoutes,
    ...reservationRoutes,
    ...bookingRoutes,
    ...webhookRoutes,
    ...eventTypeRoutes,
    ...scheduleRoutes,
  ],
  errors: calcomErrors,
  guard: calcomGuard,
  headers: (_request, { state }) => rateHeaders(state.rate, Date.now()),
  webhooks: {
    headersFor: ({ body, meta = {} }) => ({
      'content-type': 'application/json',
      'x-cal-signature-256': signCalcomWebhook(meta.secret, body),
      'x-cal-webhook-version': meta.version ?? '2021-10-20',
    }),
    // A self-hosted instance without queued delivery makes one attempt.
    retryDelaysMs: [],
    timeoutMs: 10_000,
  },
  controlRoutes: calcomControlRoutes,
  describe: ({ rate: _rate, nextId: _nextId, ...objects }) => objects,
})
