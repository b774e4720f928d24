import { HubError } from '../platform/errors.ts'
import type { HoldLimit, Refused, RefusedChange, RefusedTime } from './booking.ts'
import type { ChangeRefusal } from './change-terms.ts'
import { instantText } from './instant-text.ts'
import { presentSlot } from './slot-presenter.ts'

/** A refusal as a problem document: its code, when it would fit, and what could be had instead. */
export const refusalProblem = (refused: Refused, zone: string): HubError =>
  'forbidden' in refused ? changeProblem(refused, zone) : timeProblem(refused, zone)

function timeProblem(refused: RefusedTime, zone: string): HubError {
  const { code, until, earliest, before, limit, alternatives } = refused
  const detail = typeof limit === 'string' ? OF_LIMIT[limit] : DETAIL[code]
  return new HubError(code, {
    detail: alternatives.length > 0 ? 'Book one of the alternatives instead.' : detail,
    extra: {
      alternatives: alternatives.map((slot) => presentSlot(slot, zone)),
      ...(limit === undefined ? {} : { limit }),
      ...(until === undefined ? {} : { until: instantText(until, zone) }),
      ...(earliest === undefined ? {} : { earliest: instantText(earliest, zone) }),
      ...(before === undefined ? {} : { before: instantText(before, zone) }),
    },
  })
}

const NOTHING_NEAR = 'There is nothing free near that time either: ask for availability of other dates.'

const DETAIL: Record<RefusedTime['code'], string> = {
  slot_taken: NOTHING_NEAR,
  outside_hours: NOTHING_NEAR,
  too_soon: NOTHING_NEAR,
  too_far: NOTHING_NEAR,
  held_until: NOTHING_NEAR,
  limit_reached:
    'As many are booked or held in that time as `limit` allows, and nothing near it keeps to it.',
  calendar_stale: 'The calendar has to be read again first: look at its connection.',
}

const OF_LIMIT: Record<HoldLimit, string> = {
  holder: 'Book or release one of the holds first.',
  caller:
    'The same caller holds as many times as allowed, over all calls: book or release one of them first.',
  client: 'As many times are held as the business allows: book without a hold, or try again in some minutes.',
}

function changeProblem({ code, forbidden }: RefusedChange, zone: string): HubError {
  const limit =
    'deadline' in forbidden
      ? { deadline: instantText(forbidden.deadline, zone) }
      : { quota: { count: forbidden.quota.count, per: forbidden.quota.per } }
  return new HubError(code, {
    detail: `${spelled(forbidden, zone)} The business itself may: "actor": "business".`,
    extra: limit,
  })
}

/** One sentence; GET /v1/appointments/:id/policy has the ones for customers. */
function spelled(forbidden: ChangeRefusal, zone: string): string {
  if (forbidden.code === 'quota_reached') return spelledQuota(forbidden)
  const done = forbidden.code === 'cancel_too_late' ? 'cancel' : 'move'
  const style = { dateStyle: 'full', timeStyle: 'short', timeZone: zone } as const
  return `The customer could ${done} it until ${new Intl.DateTimeFormat('en', style).format(forbidden.deadline)}.`
}

function spelledQuota({ quota, change }: Extract<ChangeRefusal, { code: 'quota_reached' }>): string {
  const done = change === 'cancel' ? 'cancel' : 'move an appointment'
  if (quota.count === 0) return `Customers may not ${done} here.`
  const times = quota.count === 1 ? 'once' : `${quota.count} times`
  return `A customer may ${done} ${times}${change === 'cancel' ? ` a ${quota.per}` : ''}.`
}
