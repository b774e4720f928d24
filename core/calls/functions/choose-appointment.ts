import type { CallSession } from '../call-session.ts'
import { fitsSpoken } from '../fits-spoken.ts'
import { answer, type FunctionAnswer } from '../function-answer.ts'
import { resolveSpokenTime } from '../spoken-time/index.ts'
import { isBooked } from './call-appointments.ts'
import type { FunctionParts } from './call-function.ts'
import { minuteOfDay } from './local-day.ts'
import { meantBy } from './resolve-service.ts'
import { type OwnAppointment, ownAppointments, presentOwn } from './upcoming-appointments.ts'

export type Chosen = { is: 'one'; appointment: OwnAppointment } | { is: 'answer'; answer: FunctionAnswer }

export interface Choice {
  /** The id the agent was given. */
  id: string | undefined
  /** The caller's words for it: its day, its time, its service. */
  words: string | undefined
  /** Also chooses one that was cancelled, if no other is meant: for a request that comes twice. */
  cancelledToo?: boolean
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Which of the caller's own appointments is meant: by id, by what was said of it, or because there is only one. */
export async function chooseAppointment(
  session: CallSession,
  choice: Choice,
  parts: FunctionParts,
): Promise<Chosen> {
  const { phrases } = session
  if (session.from === null)
    return { is: 'answer', answer: answer('withheld', phrases.withheld(), { missing: ['phone'] }) }
  const own = await ownAppointments(session, parts)
  const upcoming = own.filter(isBooked)
  const candidates = choice.cancelledToo ? own.filter(isBookedOrCancelled) : upcoming
  const meant = await meantAmong(session, { ...choice, candidates }, parts)
  const booked = meant.filter(isBooked)
  // What was cancelled is only meant where nothing else is.
  const [one, ...others] = booked.length > 0 ? booked : meant
  if (one && others.length === 0) return { is: 'one', appointment: one }
  if (upcoming.length === 0) return { is: 'answer', answer: answer('not_found', phrases.noAppointments()) }
  const asked =
    booked.length > 0
      ? askWhich(session, { list: booked, found: true })
      : askWhich(session, { list: upcoming, found: false })
  return { is: 'answer', answer: asked }
}

const isBookedOrCancelled = (each: OwnAppointment): boolean => isBooked(each) || each.status === 'cancelled'

/** Whatever names something is taken at its word: somebody else's appointment is not touched for want of another. */
async function meantAmong(
  session: CallSession,
  { id, words, candidates }: Choice & { candidates: readonly OwnAppointment[] },
  parts: FunctionParts,
): Promise<readonly OwnAppointment[]> {
  // Anything else is a placeholder.
  if (id && ID.test(id)) return candidates.filter((each) => each.id === id)
  if (!words || candidates.length === 0) return candidates
  const services = await meantBy(session, words, parts)
  const spoken = readWithin(session, words, candidates)
  if (spoken.kind === 'nothing' && services.size === 0) return candidates
  return candidates.filter(
    ({ serviceId, start }) =>
      (services.size === 0 || services.has(serviceId)) &&
      (spoken.kind === 'nothing' || fitsSpoken(spoken, start, session.location.zone)),
  )
}

/** "Den um drei": at three in the night or in the afternoon, whenever one of them is. */
function readWithin({ now, location }: CallSession, text: string, candidates: readonly OwnAppointment[]) {
  const { zone, language } = location
  const minutes = candidates.map(({ start }) => minuteOfDay(start, zone))
  const openMinutes = { start: Math.min(...minutes), end: Math.max(...minutes) + 1 }
  return resolveSpokenTime({ text, now, zone, language, openMinutes })
}

function askWhich(
  session: CallSession,
  { list, found }: { list: readonly OwnAppointment[]; found: boolean },
): FunctionAnswer {
  const appointments = list.map((each) => presentOwn(session, each))
  const say = session.phrases.whichAppointment(
    appointments.map((each) => each.say),
    found,
  )
  return answer('ask', say, { data: { appointments }, missing: ['appointment_id'] })
}
