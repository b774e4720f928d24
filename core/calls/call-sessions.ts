import type { CallReport } from '@askpro/plugin-sdk'
import { type CustomerService, parsePhone } from '../customers/index.ts'
import type { Database } from '../platform/db/database.ts'
import type { BookingOrchestrator } from '../scheduling/index.ts'
import type { LocationService } from '../tenants/index.ts'
import { isLater, partiesOf } from './call.ts'
import type { CallLedger } from './call-ledger.ts'
import { findKnownCall } from './call-repository.ts'
import type { CallSession, TurnProgress } from './call-session.ts'
import type { NumberPlace } from './number-repository.ts'
import { phrasesIn } from './phrases/index.ts'

export interface CallSessionParts {
  database: Database
  ledger: CallLedger
  locations: LocationService
  customers: CustomerService
  bookings: BookingOrchestrator
}

interface Envelope {
  place: NumberPlace
  report: CallReport
  /** Epoch milliseconds. */
  now: number
  progress: TurnProgress
}

/** Says all that is known of a live call, from its signed envelope alone: a function may come before any event. */
export class CallSessions {
  readonly #parts: CallSessionParts

  constructor(parts: CallSessionParts) {
    this.#parts = parts
  }

  /** Renews what the call holds: a function call is a sign of life. */
  async open(envelope: Envelope): Promise<CallSession> {
    const { place, report, now, progress } = envelope
    const { ours, theirs } = partiesOf(report)
    const from = theirs === null ? null : parsePhone(theirs)
    const { known, location, customer } = await this.#read(envelope, from)
    progress.location = location
    const isNews = !known || isLater(report.status, known.state)
    const { id: callId, version } = isNews ? await this.#parts.ledger.report(place, report, 'seen') : known
    const phrases = phrasesIn(location.language)
    const call = { tenantId: place.tenantId, callId, callVersion: version, holder: `call:${callId}` }
    const hasBadNews = known?.hasBadNews ?? false
    progress.session = { ...call, location, ours, from, customer, now, phrases, hasBadNews, progress }
    return progress.session
  }

  /** In one transaction, so that it costs one. */
  #read({ place, report }: Envelope, from: string | null) {
    const { database, locations, customers, bookings } = this.#parts
    const { tenantId, locationId, connection } = place
    return database.inTenant(tenantId, async (tx) => {
      const key = { connectionId: connection.connectionId, providerCallId: report.callId }
      const known = await findKnownCall(tx, tenantId, key)
      if (known) await bookings.renewHolds(tenantId, `call:${known.id}`)
      const location = await locations.get(tenantId, locationId)
      const customer = from === null ? undefined : await customers.findByPhone(tenantId, from)
      return { known, location, customer }
    })
  }
}
