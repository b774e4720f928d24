import type { CallReport, RawRequest, TelephonyProvider } from '@askpro/plugin-sdk'
import { acme, ifThere } from './acme-api.ts'

export interface AcmeCall {
  id: string
  from: string | null
  to: string
  started_at: number
  ended_at: number
  cost: string
}

type Json = Record<string, unknown>

const asObject = (value: unknown): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined

/** The body where it is of that type and tells of a call; undefined for anything else. */
function read(
  request: RawRequest,
  type: string,
): { body: Json; callId: string; from: string | null; to: string } | undefined {
  try {
    const body = asObject(JSON.parse(new TextDecoder().decode(request.body)))
    const { id, from, to } = asObject(body?.call) ?? {}
    if (body?.type !== type || typeof id !== 'string' || typeof to !== 'string') return undefined
    return { body, callId: id, from: typeof from === 'string' ? from : null, to }
  } catch {
    return undefined
  }
}

export const telephony: TelephonyProvider = {
  async readInbound(request) {
    const found = read(request, 'inbound')
    return found ? { callId: found.callId, from: found.from, to: found.to } : null
  },

  writeInbound: async ({ variables, metadata }) => ({ variables, metadata }),

  /** Numbers come from the call that the provider tells of, never from the arguments: a model invents them. */
  async readFunctionCall(request) {
    const found = read(request, 'function')
    if (!found || typeof found.body.name !== 'string') return null
    const { body, callId, from, to } = found
    const call: CallReport = { callId, direction: 'inbound', from, to, status: 'ongoing' }
    return { call, name: body.name as string, args: asObject(body.args) ?? {} }
  },

  async getCall(ctx, callId) {
    const call = await ifThere(acme<AcmeCall>(ctx, { path: `/calls/${encodeURIComponent(callId)}` }))
    if (!call) return null
    return {
      callId: call.id,
      direction: 'inbound',
      from: call.from,
      to: call.to,
      status: 'ended',
      startedAt: call.started_at,
      endedAt: call.ended_at,
      durationMs: call.ended_at - call.started_at,
      cost: { amount: call.cost, currency: 'USD', parts: [] },
    }
  },
}
