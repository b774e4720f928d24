import type { CallReport, FunctionCall, InboundCall, RawRequest, TelephonyProvider } from '@askpro/plugin-sdk'
import { agents } from './agents.ts'
import { asCallReport, asNumber, type RetellCall } from './call-mapping.ts'
import type { RetellTurn } from './call-turns.ts'
import { calling, gone, isMissing, retellApi } from './retell-api.ts'

interface FunctionBody {
  name?: unknown
  args?: unknown
  call?: RetellCall
}

interface InboundBody {
  event?: string
  call_inbound?: { call_id?: string; from_number?: string; to_number?: string }
}

export const telephony: TelephonyProvider = {
  async readInbound(request): Promise<InboundCall | null> {
    const { event, call_inbound: call } = parse<InboundBody>(request)
    if (event !== 'call_inbound' || !call?.to_number) return null
    return { callId: call.call_id ?? '', from: asNumber(call.from_number), to: call.to_number }
  },

  async writeInbound({ variables, metadata }) {
    return { call_inbound: { dynamic_variables: variables, metadata } }
  },

  /** The call's id and numbers come from the signed envelope, never from `args`: models invent those. */
  async readFunctionCall(request): Promise<FunctionCall | null> {
    const { name, args, call } = parse<FunctionBody>(request)
    if (typeof name !== 'string' || !call?.call_id) return null
    const toolCallId = lastInvocation(call.transcript_with_tool_calls ?? [], name)
    return {
      call: asCallReport(call),
      name,
      args: isObject(args) ? args : {},
      ...(toolCallId ? { toolCallId } : {}),
    }
  },

  async getCall(ctx, callId): Promise<CallReport | null> {
    try {
      const call = await calling(async () => (await retellApi(ctx)).call.retrieve(callId))
      return asCallReport(call as RetellCall)
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  },

  async deleteCall(ctx, callId) {
    await gone(calling(async () => (await retellApi(ctx)).call.delete(callId)))
  },

  agents,
}

/** The newest invocation of that function in the transcript is the one being answered. */
function lastInvocation(turns: readonly RetellTurn[], name: string): string | undefined {
  return turns.findLast((turn) => turn.role === 'tool_call_invocation' && turn.name === name)?.tool_call_id
}

/** A body that is no JSON object has none of the members that are looked for. */
export function parse<T extends object>(request: RawRequest): Partial<T> {
  try {
    const body: unknown = JSON.parse(Buffer.from(request.body).toString('utf8'))
    return isObject(body) ? (body as Partial<T>) : {}
  } catch {
    return {}
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
