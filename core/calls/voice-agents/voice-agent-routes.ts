import { Type } from '@sinclair/typebox'
import { providerProblem } from '../../integrations/index.ts'
import { given } from '../../platform/http/given.ts'
import { idParams } from '../../platform/http/id-params.ts'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import { type ConnectionSearch, usableConnection } from '../usable-connection.ts'
import type { VoiceAgent } from './voice-agent.ts'
import {
  differenceSchema,
  newVoiceAgentSchema,
  voiceAgentChangeSchema,
  voiceAgentSchema,
} from './voice-agent-schemas.ts'
import type { VoiceAgentService } from './voice-agent-service.ts'

export interface VoiceAgentRouteParts extends ConnectionSearch {
  voiceAgents: VoiceAgentService
}

export function voiceAgentRoutes(parts: VoiceAgentRouteParts): Route[] {
  const { voiceAgents } = parts
  const list = defineRoute({
    method: 'GET',
    path: '/v1/voice-agents',
    tag: 'voice-agents',
    summary: 'Voice agents that the hub makes at a provider',
    permission: 'voice-agents:read',
    rate: 'read',
    replies: { 200: { description: 'Agents', schema: Type.Object({ data: Type.Array(voiceAgentSchema) }) } },
    async handler({ tenantId }) {
      return { status: 200, body: { data: (await voiceAgents.list(tenantId)).map(presentAgent) } }
    },
  })
  const create = defineRoute({
    method: 'POST',
    path: '/v1/voice-agents',
    tag: 'voice-agents',
    summary: 'Have an agent made for the numbers of a location',
    description:
      'A job makes it at the provider, publishes it and ties the numbers to that version. One that answers them now is taken off.',
    permission: 'voice-agents:write',
    rate: 'write',
    body: newVoiceAgentSchema,
    replies: { 201: { description: 'Pending', schema: voiceAgentSchema } },
    async handler({ tenantId, body }) {
      const connection = await usableConnection(parts, tenantId, body.connection_id)
      const agent = await voiceAgents.create(tenantId, {
        locationId: body.location_id,
        connection,
        name: body.name,
        instructions: body.instructions ?? '',
        greeting: body.greeting ?? null,
        voice: body.voice ?? null,
        transferTo: body.transfer_to ?? null,
      })
      return { status: 201, body: presentAgent(agent) }
    },
  })
  return [list, create, ...oneAgentRoutes(parts), ...atProviderRoutes(parts)]
}

function oneAgentRoutes({ voiceAgents }: VoiceAgentRouteParts): Route[] {
  const get = defineRoute({
    method: 'GET',
    path: '/v1/voice-agents/:id',
    tag: 'voice-agents',
    versioned: true,
    summary: 'One agent, and how far it has come',
    permission: 'voice-agents:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'The agent', schema: voiceAgentSchema } },
    async handler({ tenantId, params }) {
      return { status: 200, body: presentAgent(await voiceAgents.get({ tenantId, id: params.id })) }
    },
  })
  const update = defineRoute({
    method: 'PATCH',
    path: '/v1/voice-agents/:id',
    tag: 'voice-agents',
    versioned: true,
    summary: 'Change what an agent says; callers hear it once it is ready again',
    permission: 'voice-agents:write',
    rate: 'write',
    params: idParams('id'),
    body: voiceAgentChangeSchema,
    replies: { 200: { description: 'Pending', schema: voiceAgentSchema } },
    async handler({ tenantId, params, body, expectedVersion: version }) {
      const { transfer_to: transferTo, ...rest } = body
      const change = given({ ...rest, version, transferTo })
      return {
        status: 200,
        body: presentAgent(await voiceAgents.update({ tenantId, id: params.id }, change)),
      }
    },
  })
  return [get, update]
}

function atProviderRoutes({ voiceAgents }: VoiceAgentRouteParts): Route[] {
  const remove = defineRoute({
    method: 'DELETE',
    path: '/v1/voice-agents/:id',
    tag: 'voice-agents',
    summary: 'Have an agent taken away at the provider; it is gone here once it is gone there',
    permission: 'voice-agents:write',
    rate: 'write',
    params: idParams('id'),
    query: Type.Object(
      {
        forget: Type.Optional(
          Type.Literal('true', {
            description: 'Leave what stands at the provider: for an account that is closed',
          }),
        ),
      },
      { additionalProperties: false },
    ),
    replies: { 202: { description: 'Retiring', schema: voiceAgentSchema } },
    async handler({ tenantId, params, query }) {
      const ref = { tenantId, id: params.id }
      const agent = await (query.forget ? voiceAgents.forget(ref) : voiceAgents.retire(ref))
      return { status: 202, body: presentAgent(agent) }
    },
  })
  const provision = defineRoute({
    method: 'POST',
    path: '/v1/voice-agents/:id/provision',
    tag: 'voice-agents',
    summary: 'Bring the provider to what the hub would write, whatever somebody changed there',
    permission: 'voice-agents:write',
    rate: 'write',
    params: idParams('id'),
    replies: { 202: { description: 'Pending', schema: voiceAgentSchema } },
    async handler({ tenantId, params }) {
      return { status: 202, body: presentAgent(await voiceAgents.provision({ tenantId, id: params.id })) }
    },
  })
  const drift = defineRoute({
    method: 'GET',
    path: '/v1/voice-agents/:id/drift',
    tag: 'voice-agents',
    summary: 'What stands at the provider otherwise than the hub would write it, asked now',
    permission: 'voice-agents:read',
    rate: 'expensive',
    params: idParams('id'),
    replies: {
      200: { description: 'Differences', schema: Type.Object({ data: Type.Array(differenceSchema) }) },
    },
    async handler({ tenantId, params }) {
      const data = await voiceAgents.compare({ tenantId, id: params.id }).catch(providerProblem)
      return { status: 200, body: { data } }
    },
  })
  return [remove, provision, drift]
}

const presentAgent = (agent: VoiceAgent) => ({
  id: agent.id,
  location_id: agent.locationId,
  connection_id: agent.connection.connectionId,
  name: agent.name,
  instructions: agent.instructions,
  greeting: agent.greeting,
  voice: agent.voice,
  transfer_to: agent.transferTo,
  state: agent.state,
  why: agent.why,
  reference: agent.reference,
  provider_version: agent.providerVersion,
  provisioned_at: agent.provisionedAt?.toISOString() ?? null,
  version: agent.version,
})
