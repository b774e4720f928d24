import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { HubError } from '../platform/errors.ts'
import { type Appointment, type AppointmentAction, statusAfter } from './appointment.ts'
import type { AppointmentEventType } from './appointment-events.ts'
import { findAppointment, lockAppointment } from './appointment-repository.ts'
import type { AvailabilityService } from './availability-service.ts'
import {
  type BookRequest,
  type BookResult,
  type CancelRequest,
  type CancelResult,
  HOLD_LASTS,
  type HoldRequest,
  type HoldResult,
  type Refused,
  type RescheduleRequest,
  type WantedSlot,
} from './booking.ts'
import {
  type AskedSlot,
  bookClaim,
  bookFingerprint,
  holdClaim,
  minutesOf,
  moveClaim,
  resourcesOf,
} from './booking-claims.ts'
import type { BookingLedger } from './booking-ledger.ts'
import { cancelWithin } from './cancel-within.ts'
import { type Claim, subjectOf, type TimeRefusal } from './claim.ts'
import { type Conversion, convertHold } from './convert-hold.ts'
import { endHolds, findLiveHolds, renewHolds } from './hold-repository.ts'
import type { Offer, OfferTokens } from './offer-token.ts'
import { asForbidden, asRefused } from './refused.ts'
import type { SlotClaims } from './slot-claims.ts'

export interface OrchestratorParts {
  database: Database
  claims: SlotClaims
  ledger: BookingLedger
  availability: AvailabilityService
  offers: OfferTokens
  clock: Clock
}

/**
 * The use cases of booking, for every way in: voice, API, the owner's own calendar. Whatever occupies time goes
 * through `SlotClaims`; what can't be had comes back as a refusal with alternatives and is no error. Every request
 * may be repeated. Unknown ids throw `not_found`, what the present state forbids throws `conflict`.
 */
export class BookingOrchestrator {
  readonly #parts: OrchestratorParts

  constructor(parts: OrchestratorParts) {
    this.#parts = parts
  }

  /** Keeps a time for five minutes, for somebody who is about to book it. */
  async hold(tenantId: string, wanted: HoldRequest): Promise<HoldResult> {
    const slot = this.#slotOf(tenantId, wanted)
    const claim = holdClaim(tenantId, slot, { wanted, now: this.#parts.clock.now() })
    return this.#claim(claim, (appointment) => ({ is: 'held', appointment }))
  }

  /** Books a free time, or makes a hold an appointment under the same id. */
  async book(tenantId: string, wanted: BookRequest): Promise<BookResult> {
    const slot = wanted.holdId === undefined ? this.#slotOf(tenantId, wanted) : undefined
    const holdId = wanted.holdId ?? (await this.#ownHold(tenantId, wanted.holder, slot))
    const conversion = holdId ? await this.#convert(tenantId, { holdId, wanted, slot }) : undefined
    if (conversion?.is === 'booked') return conversion
    const place = slot ?? placeOf(conversion?.hold)
    if (conversion?.is === 'refused') {
      const near = bookClaim(tenantId, place, { wanted, revives: undefined })
      return this.#refuse(near, { refusal: conversion.refusal, aborted: false })
    }
    const revives = conversion?.hold
    return this.#claim(bookClaim(tenantId, place, { wanted, revives }), booked)
  }

  /** Moves it; it may overlap where it stood. Whether it is active, and whom it is for, stays. */
  async reschedule(tenantId: string, wanted: RescheduleRequest): Promise<BookResult> {
    const before = await this.#read(tenantId, wanted.appointmentId)
    const { resourceId, durationMinutes = minutesOf(before) } = wanted
    const stays = !resourceId || resourcesOf(before).includes(resourceId)
    const lasts = durationMinutes === minutesOf(before)
    if (stays && lasts && wanted.start === before.start && statusAfter('move', before.status))
      return booked(before)
    return this.#claim(moveClaim(before, wanted), booked)
  }

  /** Frees its time; a hold is let go. */
  cancel(tenantId: string, wanted: CancelRequest): Promise<CancelResult> {
    const { database, ledger, clock } = this.#parts
    const cancellation = { tenantId, wanted, now: clock.now() }
    return database.inTenant(tenantId, (tx) => cancelWithin(tx, ledger, cancellation))
  }

  complete(tenantId: string, appointmentId: string): Promise<Appointment> {
    return this.#act(tenantId, appointmentId, { action: 'complete', type: 'appointment.completed' })
  }

  noShow(tenantId: string, appointmentId: string): Promise<Appointment> {
    return this.#act(tenantId, appointmentId, { action: 'mark_no_show', type: 'appointment.no_show' })
  }

  /** With every sign of life of the caller. Gives how many holds were renewed. */
  renewHolds(tenantId: string, holder: string): Promise<number> {
    const until = this.#parts.clock.now() + HOLD_LASTS
    return this.#parts.database.inTenant(tenantId, (tx) => renewHolds(tx, tenantId, { holder, until }))
  }

  /** One hold by its id. Throws `hold_expired` once it is none any more. */
  async renewHold(tenantId: string, id: string): Promise<Appointment> {
    const { holder } = await this.#read(tenantId, id)
    const until = this.#parts.clock.now() + HOLD_LASTS
    const which = { holder: holder ?? '', id, until }
    const renewed = await this.#parts.database.inTenant(tenantId, (tx) => renewHolds(tx, tenantId, which))
    if (renewed === 1) return this.#read(tenantId, id)
    throw new HubError('hold_expired', { detail: 'Hold the time again, or book it if it is still free.' })
  }

  /** One hold by its id; an appointment is not let go this way. */
  releaseHold(tenantId: string, id: string): Promise<Appointment> {
    const why = 'released'
    const ended = { type: 'appointment.expired', reason: why, more: { why } } as const
    return this.#act(tenantId, id, { action: 'expire', ...ended })
  }

  /** At hang-up. Gives how many holds were let go. */
  releaseHolds(tenantId: string, holder: string): Promise<number> {
    const { database, ledger, clock } = this.#parts
    return database.inTenant(tenantId, async (tx) => {
      const holds = await endHolds(tx, tenantId, { holder, now: clock.now(), why: 'released' })
      await ledger.ended(tx, tenantId, { holds, why: 'released' })
      return holds.length
    })
  }

  async #claim<T>(claim: Claim, placed: (appointment: Appointment) => T): Promise<T | Refused> {
    const outcome = await this.#parts.claims.claim(claim)
    if (outcome.is === 'placed') return placed(outcome.appointment)
    if (outcome.is === 'forbidden') return asForbidden(outcome.refusal, claim.locationId)
    return this.#refuse(claim, outcome)
  }

  async #refuse(
    claim: Claim,
    { refusal, aborted }: { refusal: TimeRefusal; aborted: boolean },
  ): Promise<Refused> {
    const { availability, database } = this.#parts
    const { locationId } = claim
    // No other time would help against a limit of holds.
    if (refusal.code === 'limit_reached' && typeof refusal.limit === 'string')
      return asRefused(refusal, { locationId, alternatives: [] })
    const look = () => availability.alternatives({ ...claim, instead: subjectOf(claim) })
    const alternatives = await (aborted ? database.outside(look) : look())
    return asRefused(refusal, { locationId, alternatives })
  }

  #convert(
    tenantId: string,
    { holdId, wanted, slot }: { holdId: string; wanted: BookRequest; slot: AskedSlot | undefined },
  ): Promise<Conversion> {
    const { database, ledger } = this.#parts
    const request = { key: wanted.requestKey, fingerprint: bookFingerprint(wanted, slot) }
    return database.inTenant(tenantId, (tx) => convertHold(tx, ledger, { tenantId, holdId, wanted, request }))
  }

  /** Whoever holds that very time and books it without naming the hold means the hold. */
  async #ownHold(
    tenantId: string,
    holder: string | undefined,
    slot: AskedSlot | undefined,
  ): Promise<string | undefined> {
    if (!holder || !slot) return undefined
    const { database, clock } = this.#parts
    const holds = await database.inTenant(tenantId, (tx) =>
      findLiveHolds(tx, tenantId, { holder, now: clock.now() }),
    )
    return holds.find(
      (hold) =>
        hold.service_id === slot.serviceId &&
        hold.location_id === slot.locationId &&
        hold.starts_at.getTime() === slot.start &&
        (slot.durationMinutes ?? hold.minutes) === hold.minutes &&
        slot.only.every((id) => hold.resource_ids.includes(id)),
    )?.id
  }

  #slotOf(tenantId: string, wanted: WantedSlot): AskedSlot {
    const { serviceId, locationId, start, durationMinutes, resourceId, offerToken } = wanted
    const { preferredResourceId: wished } = wanted
    const only = resourceId ? [resourceId] : []
    const slot = { serviceId, locationId, start, durationMinutes, only, insisted: only, wished }
    if (!offerToken) return slot
    const offer = this.#parts.offers.open(tenantId, offerToken)
    if (isFor(offer, slot)) {
      return { ...slot, durationMinutes: offer.durationMinutes, only: offer.resourceIds }
    }
    throw new HubError('invalid', { detail: 'offer_token was given for another time.' })
  }

  #act(
    tenantId: string,
    id: string,
    act: { action: AppointmentAction; type: AppointmentEventType; reason?: string; more?: object },
  ): Promise<Appointment> {
    const { database, ledger } = this.#parts
    return database.inTenant(tenantId, async (tx) => {
      const before = await lockAppointment(tx, tenantId, id)
      if (!before) throw new HubError('not_found')
      const status = statusAfter(act.action, before.status)
      if (status === before.status) return before
      if (!status) throw new HubError('conflict', { detail: `The appointment is ${before.status}.` })
      return ledger.settle(tx, before, { ...act, status })
    })
  }

  #read(tenantId: string, id: string): Promise<Appointment> {
    return this.#parts.database.inTenant(tenantId, async (tx) => {
      const appointment = await findAppointment(tx, tenantId, id)
      if (appointment) return appointment
      throw new HubError('not_found')
    })
  }
}

const booked = (appointment: Appointment): BookResult => ({ is: 'booked', appointment })

/** What is not said is as offered. */
const isFor = (offer: Offer, { serviceId, locationId, start, durationMinutes, only }: AskedSlot): boolean =>
  offer.serviceId === serviceId &&
  offer.locationId === locationId &&
  offer.start === start &&
  (durationMinutes ?? offer.durationMinutes) === offer.durationMinutes &&
  only.every((id) => offer.resourceIds.includes(id))

/** A named hold is either converted or has lapsed; without one there is a slot. */
function placeOf(lapsed: Appointment | undefined): AskedSlot {
  if (!lapsed) throw new HubError('invalid', { detail: 'Say a time, an offer or a hold.' })
  const { serviceId, locationId, start } = lapsed
  const durationMinutes = minutesOf(lapsed)
  return { serviceId, locationId, start, durationMinutes, only: resourcesOf(lapsed), insisted: [] }
}
