import { calcom, googleCalendar } from './calendars.ts'
import type { Provider } from './provider.ts'
import { retell } from './retell.ts'
import { stripe } from './stripe.ts'

export const providers: readonly Provider[] = [calcom, googleCalendar, retell, stripe]
