import { HubError } from '../platform/errors.ts'
import type { Refused } from './booking.ts'
import { instantText } from './instant-text.ts'
import { presentSlot } from './slot-presenter.ts'

/** A refusal as a problem document: its code, when it would fit, and what could be had instead. */
export function refusalProblem(refused: Refused, zone: string): HubError {
  const { code, until, earliest, before, alternatives } = refused
  return new HubError(code, {
    detail: alternatives.length > 0 ? 'Book one of the alternatives instead.' : DETAIL[code],
    extra: {
      alternatives: alternatives.map((slot) => presentSlot(slot, zone)),
      ...(until === undefined ? {} : { until: instantText(until, zone) }),
      ...(earliest === undefined ? {} : { earliest: instantText(earliest, zone) }),
      ...(before === undefined ? {} : { before: instantText(before, zone) }),
    },
  })
}

const NOTHING_NEAR = 'There is nothing free near that time either: ask for availability of other dates.'

const DETAIL: Record<Refused['code'], string> = {
  slot_taken: NOTHING_NEAR,
  outside_hours: NOTHING_NEAR,
  too_soon: NOTHING_NEAR,
  too_far: NOTHING_NEAR,
  held_until: NOTHING_NEAR,
  limit_reached: 'Book or release one of the holds first.',
  calendar_stale: 'The calendar has to be read again first: look at its connection.',
}
