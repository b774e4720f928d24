import type { Static } from '@sinclair/typebox'
import { findSlots } from './availability.ts'
import type { AvailabilityRequest } from './availability-request.ts'
import { instantText } from './instant-text.ts'
import { previewResources, requireZone } from './preview-resources.ts'
import type { PreviewBody, previewReply } from './preview-schema.ts'
import type { Service } from './service.ts'
import { instantOf } from './time-of-request.ts'
import { resourceIdsOf } from './time-slot.ts'
import { wrongField } from './wrong-field.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const LONGEST = 400 * DAY
/** An answer of some ten megabytes: slots, and names of resources in all of them. */
const MOST_SLOTS = 120_000
const MOST_NAMES = 1_000_000

/** What would be offered. Throws `invalid`, with the field, for what no schedule can be made of. */
export function preview(body: PreviewBody): Static<typeof previewReply> {
  const request = previewRequest(body)
  const limit = Math.min(MOST_SLOTS, Math.floor(MOST_NAMES / request.resources.length))
  const { slots } = findSlots({ ...request, limit: limit + 1 })
  if (slots.length > limit)
    throw wrongField('/to', `lies too far on: more than ${limit} slots come before it`)
  const text = (minute: number) => instantText(minute * MINUTE, body.zone)
  return {
    slots: slots.map((slot) => ({
      start: text(slot.start),
      end: text(slot.end),
      resource_ids: body.resources ? resourceIdsOf(slot) : [],
    })),
  }
}

/** The engine's question. Throws as `preview` does. */
function previewRequest(body: PreviewBody): AvailabilityRequest {
  const [now, from, to] = [instantOf(body.now), instantOf(body.from), instantOf(body.to)]
  if (to < from) throw wrongField('/to', 'must not lie before from')
  if (to - from > LONGEST) throw wrongField('/to', 'must lie at most 400 days behind from')
  return {
    service: serviceOf(body.service, Math.ceil(Math.max(1, (to - now) / DAY)) + 2),
    location: { id: 'preview', zone: requireZone(body.zone, '/zone'), hours: null },
    resources: previewResources(body),
    from: Math.ceil(from / MINUTE),
    to: Math.ceil(to / MINUTE),
    now: now / MINUTE,
    gather: body.mode ?? 'any',
  }
}

/** `horizonDays`: beyond the range asked about, as the body has no horizon. */
function serviceOf(rules: PreviewBody['service'], horizonDays: number): Service {
  const { duration_minutes: minutes } = rules
  return {
    id: 'preview',
    segments: [{ minutes, needs: ['staff'] }],
    bufferBefore: rules.buffer_before_minutes ?? 0,
    bufferAfter: rules.buffer_after_minutes ?? 0,
    bufferPolicy: rules.buffer_policy ?? 'max',
    grid: { policy: rules.grid ?? 'window', minutes: rules.interval_minutes ?? minutes },
    noticeMinutes: rules.minimum_notice_minutes ?? 0,
    horizonDays,
  }
}
