import { Type } from '@sinclair/typebox'
import { type ProviderDirectory, providerProblem } from '../../integrations/index.ts'
import { idParams } from '../../platform/http/id-params.ts'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import type { CallNumbers } from '../call-numbers.ts'
import { agentsOf } from './bound-agents.ts'
import { checkNumbers } from './number-problems.ts'
import { providerNumberSchema } from './voice-agent-schemas.ts'

/** What stands at the provider, asked now. */
export function providerNumberRoutes({
  numbers,
  providers,
}: {
  numbers: CallNumbers
  providers: ProviderDirectory
}): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/connections/:id/phone-numbers',
    tag: 'connections',
    summary:
      'The numbers of a telephony connection: who answers each, whether the hub is asked first, what to do',
    permission: 'connections:read',
    rate: 'expensive',
    params: idParams('id'),
    replies: {
      200: { description: 'Numbers', schema: Type.Object({ data: Type.Array(providerNumberSchema) }) },
    },
    async handler({ tenantId, params }) {
      const connection = { tenantId, connectionId: params.id }
      const { agents, inboundUrl } = await agentsOf(providers, connection).catch(providerProblem)
      const theirs = await agents.listNumbers().catch(providerProblem)
      const checked = checkNumbers({ theirs, inboundUrl, ours: await numbers.over(connection) })
      const data = checked.map(({ inboundHook: inbound_hook, ...rest }) => ({ ...rest, inbound_hook }))
      return { status: 200, body: { data } }
    },
  })
  return [list]
}
