import { defineStandIn, type Reply, type StandInContext, type StandInRequest } from '../engine/index.ts'
import { simulatorControlRoutes } from '../simulator/simulator-control-routes.ts'
import { accountControlRoutes } from './account-control-routes.ts'
import { agentRoutes } from './agent-routes.ts'
import { callRoutes } from './call-routes.ts'
import { createCallRoutes } from './create-call-routes.ts'
import { llmRoutes } from './llm-routes.ts'
import { phoneNumberRoutes } from './phone-number-routes.ts'
import { retellError, retellErrors } from './retell-errors.ts'
import { initialRetellState, type RetellState } from './retell-state.ts'
import { retellWebhookPolicy } from './retell-webhooks.ts'

function guard(request: StandInRequest, { apiKeys }: StandInContext<RetellState>): Reply | undefined {
  return request.headers.authorization === `Bearer ${apiKeys.retell}` ? undefined : retellError(401)
}

/** Stands in for Retell AI (client 5.66): agents, LLMs, phone numbers and calls, with signed call webhooks. */
export const retell = defineStandIn<RetellState>({
  name: 'retell',
  defaultKeys: { retell: 'key_sandbox_retell' },
  initialState: ({ now }) => initialRetellState(now()),
  routes: [...createCallRoutes, ...callRoutes, ...agentRoutes, ...llmRoutes, ...phoneNumberRoutes],
  errors: retellErrors,
  webhooks: retellWebhookPolicy,
  guard,
  controlRoutes: [...accountControlRoutes, ...simulatorControlRoutes],
})
