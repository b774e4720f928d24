import { hash } from 'node:crypto'
import type { PluginContext, ProviderFact, RawRequest, WebhookHandler } from '@askpro/plugin-sdk'
import { asCallReport, type RetellCall } from './call-mapping.ts'
import { verifySignature } from './signature.ts'
import { parse } from './telephony.ts'

interface EventBody {
  event?: string
  call?: RetellCall
}

/** Which of the fields of a later event win. Other events (transcript_updated, transfer_*) tell nothing lasting. */
const RANKS = { call_started: 'started', call_ended: 'ended', call_analyzed: 'analysed' } as const

const verify = async (ctx: PluginContext, request: RawRequest) => verifySignature(request, keysOf(ctx))

/** Retell gives no delivery id. The same event of a call may be sent again with more in it, so the body counts. */
const dedupeKey = async (request: RawRequest): Promise<string> => {
  const { event, call } = parse<EventBody>(request)
  const body = hash('sha256', request.body, 'hex').slice(0, 32)
  return `${event ?? 'unknown'}:${call?.call_id ?? ''}:${body}`
}

const nothing = async (): Promise<ProviderFact[]> => []

export const webhooks: Record<string, WebhookHandler> = {
  inbound: { verify, dedupeKey, facts: nothing },
  function: { verify, dedupeKey, facts: nothing },
  events: {
    verify,
    dedupeKey,
    async facts(_ctx, request): Promise<ProviderFact[]> {
      const { event, call } = parse<EventBody>(request)
      if (!isKnown(event) || !call?.call_id) return []
      return [{ type: 'call', rank: RANKS[event], call: asCallReport(call) }]
    },
  },
}

const isKnown = (event: string | undefined): event is keyof typeof RANKS =>
  event !== undefined && Object.hasOwn(RANKS, event)

function keysOf({ settings }: PluginContext): string[] {
  return [settings.api_key, settings.previous_api_key].filter((key): key is string => typeof key === 'string')
}
