import type { Customer } from '../customers/index.ts'
import type { Location } from '../tenants/index.ts'
import { todayIn } from './call-session.ts'
import { sayDate, sayTime } from './speech/index.ts'

interface Inbound {
  location: Location
  customer: Customer | undefined
  from: string | null
  /** Epoch milliseconds. */
  now: number
}

/**
 * What the agent knows before it speaks. The date is here in words because a model without it answers from the year
 * it was trained in. All values are strings: the provider takes nothing else.
 */
export function routingVariables({ location, customer, from, now }: Inbound): Record<string, string> {
  const { zone, language } = location
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
  }
}
