import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import type { PluginContext, ProviderFact, RawRequest, Verdict, WebhookHandler } from '@askpro/plugin-sdk'
import { entryIdOf, TAKEN_BACK, utc } from './booking-mapping.ts'
import { TRIGGERS } from './triggers.ts'

interface Payload {
  uid?: string
  startTime?: string
  endTime?: string
  rescheduleUid?: string
  requestReschedule?: boolean
  cancellationReason?: string
  metadata?: Record<string, string>
  /** BOOKING_NO_SHOW_UPDATED only, which has no `uid`. */
  bookingUid?: string
  attendees?: Array<{ noShow?: boolean }>
}

interface Body {
  triggerEvent?: string
  payload?: Payload
}

/**
 * Lower-case hex HMAC-SHA256 of the raw body, without a prefix (some of the guides show one). Cal.com signs no time
 * and gives no delivery id, so replay protection is the inbox's record of bodies.
 */
export function verifySignature(request: RawRequest, secrets: readonly string[]): Verdict {
  const given = request.headers['x-cal-signature-256'] ?? ''
  // With no secret set the header holds the text `no-secret-provided`, which this refuses as well.
  if (!/^[0-9a-f]{64}$/.test(given))
    return { genuine: false, why: 'X-Cal-Signature-256 is missing or malformed.' }
  if (secrets.length === 0) return { genuine: false, why: 'No webhook secret is known.' }
  const digest = Buffer.from(given, 'hex')
  const fits = secrets.map((secret) =>
    timingSafeEqual(digest, createHmac('sha256', secret).update(request.body).digest()),
  )
  return fits.includes(true)
    ? { genuine: true }
    : { genuine: false, why: 'X-Cal-Signature-256 does not match.' }
}

/** Of the webhooks that the hub has made at Cal.com, and of one that somebody made there by hand. */
async function secretsOf(ctx: PluginContext): Promise<string[]> {
  const known = (await ctx.watches('bookings')).map(({ secret }) => secret)
  const { webhook_secret: own } = ctx.settings
  return typeof own === 'string' && own !== '' ? [...known, own] : known
}

export const bookings: WebhookHandler = {
  verify: async (ctx, request) => verifySignature(request, await secretsOf(ctx)),
  dedupeKey: async ({ body }) => hash('sha256', body, 'hex'),

  async facts(_ctx, request): Promise<ProviderFact[]> {
    const { triggerEvent, payload } = parse(request)
    if (!payload || !KNOWN.has(triggerEvent ?? '')) return []
    if (triggerEvent === 'BOOKING_NO_SHOW_UPDATED') return absenceFacts(payload)
    if (!triggerEvent || !payload.uid) return []
    const told = ownEntryFacts(triggerEvent, payload, payload.uid)
    return isKnown(triggerEvent, payload) ? told : [...told, { type: 'calendar.changed', sync: 'bookings' }]
  },
}

const KNOWN: ReadonlySet<string> = new Set(TRIGGERS)

/**
 * Cal.com tells of each booking that the hub itself writes, too. To read the account anew for every one of them would
 * use up the 120 requests a minute of a busy salon, so what the hub wrote or is told here in full is not read again.
 */
function isKnown(event: string, payload: Payload): boolean {
  return entryIdOf(payload) !== undefined && (!MOVES.has(event) || timesOf(payload) !== undefined)
}

/** A move of a booking that needs confirmation is told as a request (calcom/cal.com#21169). */
const MOVES: ReadonlySet<string> = new Set(['BOOKING_RESCHEDULED', 'BOOKING_REQUESTED'])

function ownEntryFacts(event: string, payload: Payload, uid: string): ProviderFact[] {
  const entryId = entryIdOf(payload)
  const base = { ...(entryId ? { entryId } : {}), reference: uid }
  if (event === 'BOOKING_CANCELLED' || event === 'BOOKING_REJECTED') return cancelledFacts(payload, base)
  const times = timesOf(payload)
  const isMove = event === 'BOOKING_RESCHEDULED' || (event === 'BOOKING_REQUESTED' && entryId !== undefined)
  if (!times || !isMove) return []
  const previous = payload.rescheduleUid ? { previousReference: payload.rescheduleUid } : {}
  return [{ type: 'calendar.entry_moved', ...base, ...previous, ...times }]
}

/** "Request reschedule" by the host comes as a cancellation too; either way nothing stands there any more. */
function cancelledFacts(
  { cancellationReason, requestReschedule }: Payload,
  base: { entryId?: string; reference: string },
): ProviderFact[] {
  if (cancellationReason === TAKEN_BACK) return []
  const reason = requestReschedule === true ? { reason: 'reschedule_requested' } : {}
  return [{ type: 'calendar.entry_cancelled', ...base, ...reason }]
}

/** Of a host that did not come it says nothing about the customers. */
function absenceFacts({ bookingUid, attendees }: Payload): ProviderFact[] {
  if (!bookingUid || !Array.isArray(attendees) || attendees.length === 0) return []
  const absent = attendees.some((one) => one?.noShow === true)
  return [{ type: 'calendar.entry_no_show', reference: bookingUid, absent }]
}

function timesOf({ startTime, endTime }: Payload): { start: string; end: string } | undefined {
  return startTime && endTime ? { start: utc(startTime), end: utc(endTime) } : undefined
}

function parse(request: RawRequest): Body {
  try {
    const body: unknown = JSON.parse(Buffer.from(request.body).toString('utf8'))
    return typeof body === 'object' && body !== null ? (body as Body) : {}
  } catch {
    return {}
  }
}
