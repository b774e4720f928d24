import type { Customer, CustomerService } from '../customers/index.ts'
import type { AvailabilityService, OpenDay } from '../scheduling/index.ts'
import type { Location } from '../tenants/index.ts'
import { todayIn } from './call-session.ts'
import { localDay } from './functions/local-day.ts'
import {
  type AppointmentSources,
  type OwnAppointment,
  upcomingAppointments,
} from './functions/upcoming-appointments.ts'

export interface BriefingSources extends AppointmentSources {
  customers: Pick<CustomerService, 'findByPhone'>
  availability: Pick<AvailabilityService, 'openingHours'>
}

/** What has been found out of a caller by now; what has not is left out, which is not the same as none. */
export interface Briefing {
  customer?: Customer | undefined
  /** Of the location, on this day. */
  hours?: OpenDay | undefined
  /** Null where there is none. */
  next?: OwnAppointment | null
}

export interface Ringing {
  tenantId: string
  location: Location
  from: string | null
  /** Epoch milliseconds. */
  now: number
}

/**
 * Fills `found` step by step, what matters most first. So whoever stops waiting has what came until then: an agent that
 * knows the caller but not the hours is better than one that knows nothing.
 */
export async function brief(
  { tenantId, location, from, now }: Ringing,
  found: Briefing,
  sources: BriefingSources,
): Promise<void> {
  const { customers, availability } = sources
  if (from !== null) found.customer = await customers.findByPhone(tenantId, from)
  const today = localDay(todayIn(location, now).date, location.zone)
  const [hours] = await availability.openingHours(tenantId, location.id, {
    from: today.from,
    to: today.to - 1,
  })
  found.hours = hours
  const caller = { tenantId, location, from, now, customer: found.customer }
  const [next] = await upcomingAppointments(caller, sources)
  found.next = next ?? null
}
