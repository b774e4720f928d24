import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import type { ProviderFact, RawRequest, Verdict, WebhookHandler } from '@askpro/plugin-sdk'
import { entryIdOf, utc } from './booking-mapping.ts'

interface Payload {
  uid?: string
  startTime?: string
  endTime?: string
  rescheduleUid?: string
  requestReschedule?: boolean
  metadata?: Record<string, string>
}

interface Body {
  triggerEvent?: string
  payload?: Payload
}

/**
 * Lower-case hex HMAC-SHA256 of the raw body, without a prefix (some of the guides show one). Cal.com signs no time
 * and gives no delivery id, so replay protection is the inbox's record of bodies.
 */
export function verifySignature(request: RawRequest, secret: unknown): Verdict {
  const given = request.headers['x-cal-signature-256'] ?? ''
  // With no secret set the header holds the text `no-secret-provided`, which this refuses as well.
  if (!/^[0-9a-f]{64}$/.test(given))
    return { genuine: false, why: 'X-Cal-Signature-256 is missing or malformed.' }
  if (typeof secret !== 'string' || secret === '') return { genuine: false, why: 'No webhook secret is set.' }
  const expected = createHmac('sha256', secret).update(request.body).digest()
  return timingSafeEqual(Buffer.from(given, 'hex'), expected)
    ? { genuine: true }
    : { genuine: false, why: 'X-Cal-Signature-256 does not match.' }
}

export const bookings: WebhookHandler = {
  verify: async (ctx, request) => verifySignature(request, ctx.settings.webhook_secret),
  dedupeKey: async ({ body }) => hash('sha256', body, 'hex'),

  async facts(_ctx, request): Promise<ProviderFact[]> {
    const { triggerEvent, payload } = parse(request)
    if (!triggerEvent || !payload?.uid) return []
    const told = ownEntryFacts(triggerEvent, payload, payload.uid)
    return isKnown(triggerEvent, payload) ? told : [...told, { type: 'calendar.changed', sync: 'bookings' }]
  },
}

/**
 * Cal.com tells of each booking that the hub itself writes, too. To read the account anew for every one of them would
 * use up the 120 requests a minute of a busy salon, so what the hub wrote or is told here in full is not read again.
 */
function isKnown(event: string, payload: Payload): boolean {
  const inFull = event !== 'BOOKING_RESCHEDULED' || (payload.startTime && payload.endTime)
  return entryIdOf(payload) !== undefined && Boolean(inFull)
}

function ownEntryFacts(event: string, payload: Payload, uid: string): ProviderFact[] {
  const entryId = entryIdOf(payload)
  const base = { ...(entryId ? { entryId } : {}), reference: uid }
  if (event === 'BOOKING_RESCHEDULED' && payload.startTime && payload.endTime) {
    const previous = payload.rescheduleUid ? { previousReference: payload.rescheduleUid } : {}
    return [
      {
        type: 'calendar.entry_moved',
        ...base,
        ...previous,
        start: utc(payload.startTime),
        end: utc(payload.endTime),
      },
    ]
  }
  // "Request reschedule" by the host comes as a cancellation too; either way nothing stands there any more.
  if (event === 'BOOKING_CANCELLED' || event === 'BOOKING_REJECTED')
    return [{ type: 'calendar.entry_cancelled', ...base }]
  return []
}

function parse(request: RawRequest): Body {
  try {
    const body: unknown = JSON.parse(Buffer.from(request.body).toString('utf8'))
    return typeof body === 'object' && body !== null ? (body as Body) : {}
  } catch {
    return {}
  }
}
