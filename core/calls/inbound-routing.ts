import type { Location } from '../tenants/index.ts'
import { type Conversation, spokenAt, todayIn } from './call-session.ts'
import type { Briefing } from './caller-briefing.ts'
import { sayOpenDay } from './functions/opening-hours.ts'
import { phrasesIn } from './phrases/index.ts'
import { sayDate, sayTime } from './speech/index.ts'

interface Inbound {
  location: Location
  tenantId: string
  briefing: Briefing
  from: string | null
  /** Epoch milliseconds. */
  now: number
}

/**
 * What the agent knows before it speaks. The date is here in words because a model without it answers from the year
 * it was trained in. All values are strings: the provider takes nothing else. What was not found out in time is empty,
 * and the agent asks for it.
 */
export function routingVariables({
  tenantId,
  location,
  briefing,
  from,
  now,
}: Inbound): Record<string, string> {
  const { zone, language } = location
  const { customer, hours, next } = briefing
  const conversation: Conversation = { tenantId, location, now, phrases: phrasesIn(language) }
  const { date, weekday } = todayIn(location, now)
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
  }).format(now)
  return {
    location_name: location.name,
    language,
    today: date,
    weekday,
    year: date.slice(0, 4),
    today_spoken: sayDate({ at: now, zone, language, now }),
    time_now: clock,
    time_spoken: sayTime(clock, language),
    caller_known: customer ? 'yes' : 'no',
    caller_withheld: from === null ? 'yes' : 'no',
    customer_name: customer?.name ?? '',
    opening_hours_today: hours ? sayOpenDay(conversation, hours) : '',
    open_now: hours ? yesNo(hours.ranges.some(({ start, end }) => start <= now && now < end)) : '',
    has_appointment: next === undefined ? '' : yesNo(next !== null),
    next_appointment: next
      ? conversation.phrases.appointment({
          service: next.serviceName,
          time: spokenAt(conversation, next.start),
        })
      : '',
  }
}

const yesNo = (is: boolean): string => (is ? 'yes' : 'no')
