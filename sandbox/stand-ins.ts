import { calcom } from './calcom/calcom-stand-in.ts'
import type { StandIn } from './engine/index.ts'
import { googleCalendar } from './google-calendar/google-stand-in.ts'
import { retell } from './retell/index.ts'
import { stripe } from './stripe/index.ts'

/** Every provider the sandbox stands in for. A new one is one line here. */
export const standIns: readonly StandIn[] = [calcom, googleCalendar, retell, stripe]
