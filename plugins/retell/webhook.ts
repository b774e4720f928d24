import { hash } from 'node:crypto'
import type {
  CallTransfer,
  PluginContext,
  ProviderFact,
  RawRequest,
  WebhookHandler,
} from '@askpro/plugin-sdk'
import { asCallReport, type RetellCall } from './call-mapping.ts'
import { verifySignature } from './signature.ts'
import { parse } from './telephony.ts'

interface EventBody {
  event?: string
  call?: RetellCall
  transfer_destination?: unknown
}

/** Which of the fields of a later event win. Other events (transcript_updated) tell nothing lasting. */
const RANKS = {
  call_started: 'started',
  transfer_started: 'started',
  transfer_cancelled: 'started',
  transfer_bridged: 'started',
  transfer_ended: 'started',
  call_ended: 'ended',
  call_analyzed: 'analysed',
} as const

const TRANSFERS: Readonly<Record<string, CallTransfer['state']>> = {
  transfer_started: 'started',
  transfer_cancelled: 'cancelled',
  transfer_bridged: 'bridged',
  transfer_ended: 'ended',
}

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
      const body = parse<EventBody>(request)
      const { event, call } = body
      if (!isKnown(event) || !call?.call_id) return []
      return [{ type: 'call', rank: RANKS[event], call: { ...asCallReport(call), ...transferIn(body) } }]
    },
  },
}

/** The shape of the destination is published nowhere: what is no text, or holds none as `number`, is not known. */
function transferIn({ event = '', call, transfer_destination: told }: EventBody): {
  transfer?: CallTransfer
} {
  const state = TRANSFERS[event]
  if (!state) return {}
  const named = typeof told === 'object' && told !== null ? Reflect.get(told, 'number') : told
  const to = typeof named === 'string' ? named : (call?.transfer_destination ?? null)
  return { transfer: { state, to } }
}

const isKnown = (event: string | undefined): event is keyof typeof RANKS =>
  event !== undefined && Object.hasOwn(RANKS, event)

function keysOf({ settings }: PluginContext): string[] {
  return [settings.api_key, settings.previous_api_key].filter((key): key is string => typeof key === 'string')
}
