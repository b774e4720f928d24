import type { Witness } from './witness.ts'

export interface AppointmentFact {
  id: string
  status: string
  name: string | null
  /** Providers in whose calendars it has to stand. */
  calendars: string[]
}

export interface OverlapFact {
  one: string
  other: string
  resource: string
  during: string
}

export interface CallFact {
  id: string
  provider_call_id: string
  status: string
  duration_ms: number | null
}

export interface UsageFact {
  id: string
  tenant: string
  call_id: string | null
  meter: string
  quantity: number
  at: number
  /** The final invoice that has charged it. */
  charged_by: string | null
}

export interface InvoiceFact {
  id: string
  recipient: string
  status: string
  from: number
  until: number
  /** Seconds charged or included, as the lines say; how each call's were rounded up. */
  seconds: number
  rounding: number
  payments: number
}

export interface JobFact {
  id: string
  kind: string
  state: string
  last_error: string | null
}

/** Who has an entry at a provider, by name, once for each entry. */
export type EntriesByProvider = Record<'calcom' | 'google_calendar', string[]>

/** All that the checks look at, read after the row has come to rest: from the database and from the providers. */
export interface Evidence {
  appointments: AppointmentFact[]
  overlaps: OverlapFact[]
  entries: EntriesByProvider
  calls: CallFact[]
  usage: UsageFact[]
  invoices: InvoiceFact[]
  /** Paid invoices at the payments provider, by the hub's id of the invoice. */
  paidAtProvider: string[]
  /** Jobs that were given up. */
  givenUp: JobFact[]
  /** Deliveries that nobody has worked on, events that no reader can see. */
  unprocessed: number
  unstamped: number
  witness: Witness
}
