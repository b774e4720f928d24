import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import { closedHolidays, type LocationService, type PublicHoliday } from '../tenants/index.ts'
import { alternatives, alternativesRange } from './alternatives.ts'
import { findSlots, slotAt } from './availability.ts'
import type { AvailabilityRequest } from './availability-request.ts'
import type { RefusedTime, Slot } from './booking.ts'
import { NOTHING_BOOKED } from './booking-limits.ts'
import {
  type Asked,
  type BookingSetting,
  countedFor,
  type ReadCalendar,
  requestOf,
  staleCalendars,
} from './booking-setting.ts'
import { findChoice } from './choice-repository.ts'
import type { Claim } from './claim.ts'
import { explainRefusal } from './conflict-resolver.ts'
import { findLiveHolds } from './hold-repository.ts'
import { instantText } from './instant-text.ts'
import { findBooked } from './limit-repository.ts'
import { loadSetting } from './load-setting.ts'
import type { OfferTokens } from './offer-token.ts'
import { chooseOffers, type LeftOut } from './offers.ts'
import { type OpenDay, openDays } from './open-days.ts'
import { loadRange } from './premises.ts'
import { asRefused } from './refused.ts'
import { requireResource } from './require-resource.ts'
import { findSchedules } from './schedule-repository.ts'
import { explainStart, type StartExplanation } from './start-explanation.ts'
import { findTaken } from './taken-repository.ts'
import { resourceIdsOf, type TimeSlot } from './time-slot.ts'
import { heartOf, hullOf, type Wish } from './wish.ts'
import { zoneOffsets } from './zone-offsets.ts'

/** Times in epoch milliseconds. */
export interface AvailabilityQuestion {
  serviceId: string
  locationId: string
  /** One that the service is offered in; its own where left out. */
  durationMinutes?: number | undefined
  /** A condition: only with this one. */
  resourceId?: string | undefined
  /** A wish: this one where it is free, else somebody else. */
  preferredResourceId?: string | undefined
  /** A service may choose whoever served them last. */
  customerId?: string | null | undefined
  /** Starts from here ... */
  from: number
  /** ... to before here. At most 100 days. */
  to: number
  limit?: number | undefined
  /** Whose own holds do not stand in the way. */
  forHolder?: string | undefined
}

export interface AvailabilityAnswer {
  slots: Slot[]
  /** Until then nothing but a new booking changes the slots; null: nothing ever does. Epoch milliseconds. */
  validUntil: number | null
  /** The outside calendars that the answer rests on. `synced_at` in epoch milliseconds, null while never read. */
  calendars: Array<{ connection_id: string; calendar: string; synced_at: number | null }>
  /** One of them has not been read recently enough: what is booked now is marked provisional. */
  stale: boolean
}

/** One start, as exact as a booking would be. */
export type AvailabilityCheck = Omit<AvailabilityQuestion, 'from' | 'to' | 'limit'> & {
  start: number
  /** The appointment that is to be moved there: it may overlap itself. */
  ignoreAppointmentId?: string | undefined
}
export type CheckResult = { readonly is: 'free'; readonly slot: Slot } | RefusedTime

/** Wishes in epoch milliseconds, all within 100 days; `daily` in minutes of the wall clock. */
export type OffersQuestion = Omit<AvailabilityQuestion, 'from' | 'to' | 'limit'> & {
  wishes: readonly Wish[]
  /** Somebody else will do where this one is not free at all. */
  preferredResourceId?: string | undefined
}

/** See `chooseOffers`. */
export interface OffersAnswer extends Pick<AvailabilityAnswer, 'calendars' | 'stale'> {
  offers: Slot[]
  /** In epoch minutes. */
  leftOut: readonly LeftOut[]
  /** Where none of the wishes can be had: up to three times near them. */
  alternatives: Slot[]
}

export interface ExplainedStart extends StartExplanation {
  /** The location is closed for it on that date; whoever has hours of their own then may work. */
  readonly holiday: PublicHoliday | undefined
  /** Those of the resources explained. `syncedAt` in epoch milliseconds, null while never read. */
  readonly calendars: ReadonlyArray<
    Pick<ReadCalendar, 'resourceId' | 'connectionId' | 'calendar' | 'syncedAt'> & { stale: boolean }
  >
}

/** Around what others are looked for; see `Claim`. `instead`: the appointment that is to be moved. */
export type Near = Pick<
  Claim,
  | 'tenantId'
  | 'serviceId'
  | 'locationId'
  | 'start'
  | 'durationMinutes'
  | 'insisted'
  | 'wished'
  | 'customerId'
  | 'holder'
> & {
  readonly instead: string | null
}

const MINUTE = 60_000
const DAY = 86_400_000
const LONGEST = 100 * DAY

export interface AvailabilityParts {
  database: Database
  locations: LocationService
  offers: OfferTokens
  clock: Clock
}

/** What is free, from what the hub knows itself: no provider is ever asked while somebody waits. */
export class AvailabilityService {
  readonly #database: Database
  readonly #locations: LocationService
  readonly #offers: OfferTokens
  readonly #clock: Clock

  constructor({ database, locations, offers, clock }: AvailabilityParts) {
    this.#database = database
    this.#locations = locations
    this.#offers = offers
    this.#clock = clock
  }

  async search(tenantId: string, question: AvailabilityQuestion): Promise<AvailabilityAnswer> {
    const { resourceId, preferredResourceId, customerId, limit, forHolder } = question
    const [from, to] = rangeOf(question)
    return this.#database.inTenant(tenantId, async (tx) => {
      const setting = await loadSetting(tx, { tenantId, ...question })
      await requireResource(tx, tenantId, { resourceId, setting })
      await requireResource(tx, tenantId, { resourceId: preferredResourceId, setting })
      const asked = {
        from,
        to,
        limit,
        resourceId: preferredResourceId,
        ...only(resourceId),
        ...(await this.#ownHolds(tx, tenantId, forHolder)),
      }
      const request = await this.#load(tx, tenantId, { setting, asked, customerId })
      const { slots, validUntil } = findSlots(request)
      return {
        slots: slots.map((slot) => this.#asSlot(tenantId, setting, slot)),
        validUntil: validUntil === null ? null : Math.floor(validUntil * MINUTE),
        calendars: calendarsOf(setting),
        stale: staleCalendars(setting, this.#clock.now()).length > 0,
      }
    })
  }

  /** Whether exactly this start can be had, with the same answer that a booking would get. */
  check(tenantId: string, wanted: AvailabilityCheck): Promise<CheckResult> {
    const { start, resourceId, preferredResourceId, customerId = null } = wanted
    const { forHolder, locationId, ignoreAppointmentId } = wanted
    return this.#database.inTenant(tenantId, async (tx) => {
      const anyLength = ignoreAppointmentId !== undefined
      const setting = await loadSetting(tx, { tenantId, ...wanted, anyLength })
      await requireResource(tx, tenantId, { resourceId, setting })
      const from = start / MINUTE
      const asked = {
        from,
        to: from + 1,
        resourceId: preferredResourceId,
        ignoreAppointmentId,
        ...only(resourceId),
        ...(await this.#ownHolds(tx, tenantId, forHolder)),
      }
      const request = await this.#load(tx, tenantId, { setting, asked, customerId })
      const slot = Number.isInteger(from) ? slotAt(request, from) : undefined
      if (slot) return { is: 'free', slot: this.#asSlot(tenantId, setting, slot) }
      const refusal = explainRefusal(request, from) ?? { code: 'slot_taken' }
      const alternatives = await this.alternatives({
        ...wanted,
        tenantId,
        insisted: resourceId ? [resourceId] : [],
        wished: preferredResourceId,
        customerId,
        holder: forHolder ?? null,
        instead: ignoreAppointmentId ?? null,
      })
      return asRefused(refusal, { locationId, alternatives })
    })
  }

  /** At most three well-spread times out of what is wished for, or near it. */
  offers(tenantId: string, question: OffersQuestion): Promise<OffersAnswer> {
    const { resourceId, preferredResourceId: wished, forHolder: holder = null, customerId = null } = question
    const [from, to] = rangeOf(hullOf(question.wishes))
    const insisted = resourceId ? [resourceId] : []
    return this.#database.inTenant(tenantId, async (tx) => {
      const setting = await loadSetting(tx, { tenantId, ...question })
      await requireResource(tx, tenantId, { resourceId, setting })
      await requireResource(tx, tenantId, { resourceId: wished, setting })
      const asked = { from, to, ...(await this.#ownHolds(tx, tenantId, holder)), ...only(resourceId) }
      const request = await this.#load(tx, tenantId, {
        setting,
        asked: { ...asked, resourceId: wished },
        customerId,
      })
      const wishes = question.wishes.map(inMinutes)
      const { offered, leftOut } = chooseOffers(request, wishes)
      const heart = wishes[0] ? heartOf(wishes[0], zoneOffsets(setting.location.zone)) : from
      const start = Math.max(heart * MINUTE, Math.ceil(this.#clock.now() / MINUTE) * MINUTE)
      const near = { ...question, tenantId, start, insisted, wished, holder, customerId, instead: null }
      return {
        offers: offered.map((slot) => this.#asSlot(tenantId, setting, slot)),
        leftOut,
        alternatives: offered.length > 0 ? [] : await this.alternatives(near),
        calendars: calendarsOf(setting),
        stale: staleCalendars(setting, this.#clock.now()).length > 0,
      }
    })
  }

  /** Every reason for one start; `start` is a full minute. */
  explain(
    tenantId: string,
    wanted: Pick<AvailabilityCheck, 'serviceId' | 'locationId' | 'durationMinutes' | 'resourceId' | 'start'>,
  ): Promise<ExplainedStart> {
    return this.#database.inTenant(tenantId, async (tx) => {
      const { resourceId } = wanted
      const setting = await loadSetting(tx, { tenantId, ...wanted })
      await requireResource(tx, tenantId, { resourceId, setting })
      const from = wanted.start / MINUTE
      const asked = { from, to: from + 1, ...only(resourceId) }
      const explanation = explainStart(await this.#load(tx, tenantId, { setting, asked }), from)
      const explained = new Set(explanation.resources.map((each) => each.resourceId))
      const stale = new Set(staleCalendars(setting, this.#clock.now()))
      const calendars = setting.calendars
        .filter((calendar) => explained.has(calendar.resourceId))
        .map((calendar) => ({ ...calendar, stale: stale.has(calendar) }))
      return { ...explanation, calendars, holiday: holidayAt(setting, wanted.start) }
    })
  }

  /** Up to three bookable slots near a time that could not be had, the wanted date first. */
  alternatives(near: Near): Promise<Slot[]> {
    const { tenantId, holder, customerId } = near
    return this.#database.inTenant(tenantId, async (tx) => {
      const setting = await loadSetting(tx, { ...near, inactiveToo: true, anyLength: true })
      const start = near.start / MINUTE
      const range = alternativesRange({ ...setting, now: this.#clock.now() / MINUTE }, start)
      const asked = {
        from: range.start,
        to: range.end,
        resourceId: near.wished,
        onlyResourceIds: near.insisted,
        ignoreAppointmentId: near.instead ?? undefined,
        ...(await this.#ownHolds(tx, tenantId, holder)),
      }
      const request = await this.#load(tx, tenantId, { setting, asked, customerId })
      return alternatives(request, start).map(({ slot }) => this.#asSlot(tenantId, setting, slot))
    })
  }

  /** Of each date from `from` to `to` (epoch milliseconds); a location without hours is closed. */
  openingHours(
    tenantId: string,
    locationId: string,
    range: { from: number; to: number },
  ): Promise<OpenDay[]> {
    return this.#database.inTenant(tenantId, async (tx) => {
      const location = await this.#locations.get(tenantId, locationId)
      const [schedule] = await findSchedules(tx, tenantId, { locationId, resourceId: null })
      const hours = { ...schedule, weekly: schedule?.weekly ?? {} }
      const holidays = closedHolidays(location, yearsAround(range))
      return openDays(hours, { zone: location.zone, holidays }, range)
    })
  }

  async #ownHolds(tx: Tx, tenantId: string, holder: string | null | undefined) {
    if (!holder) return {}
    const holds = await findLiveHolds(tx, tenantId, { holder, now: this.#clock.now() })
    return { ownHoldIds: holds.map(({ id }) => id) }
  }

  async #load(
    tx: Tx,
    tenantId: string,
    {
      setting,
      asked,
      customerId = null,
    }: { setting: BookingSetting; asked: Asked; customerId?: string | null | undefined },
  ): Promise<AvailabilityRequest> {
    const resourceIds = setting.resources.map(({ id }) => id)
    const now = this.#clock.now()
    const counted = countedFor(setting, { ...asked, customerId })
    const [taken, choice, booked] = await Promise.all([
      findTaken(tx, tenantId, {
        resourceIds,
        range: loadRange({ ...setting, ...asked }),
        travel: setting.travel,
      }),
      findChoice(tx, tenantId, { setting, customerId, now }),
      counted ? findBooked(tx, tenantId, counted) : NOTHING_BOOKED,
    ])
    return requestOf(setting, asked, { now, taken, choice, booked })
  }

  #asSlot(tenantId: string, { service, location, durationMinutes }: BookingSetting, slot: TimeSlot): Slot {
    const [start, end] = [slot.start * MINUTE, slot.end * MINUTE]
    const place = { serviceId: service.id, locationId: location.id, resourceIds: resourceIdsOf(slot) }
    const insteadOf = slot.resources.find((each) => each.insteadOf !== undefined)?.insteadOf
    const token = this.#offers.sign({ tenantId, start, durationMinutes, ...place })
    const { chosenBecause, placesLeft } = slot
    const standsIn = insteadOf === undefined ? {} : { insteadOf }
    return { start, end, ...place, chosenBecause, placesLeft, ...standsIn, token }
  }
}

const inMinutes = ({ start, end, daily }: Wish): Wish => ({
  start: Math.ceil(start / MINUTE),
  end: Math.ceil(end / MINUTE),
  daily,
})

/** Of epoch milliseconds, in any zone. */
const yearsAround = ({ from, to }: { from: number; to: number }) => ({
  first: new Date(from - DAY).getUTCFullYear(),
  last: new Date(to + DAY).getUTCFullYear(),
})

/** Why the location is closed on the date of that start, unless it has hours for that very date. */
function holidayAt({ location }: BookingSetting, start: number): PublicHoliday | undefined {
  const date = instantText(start, location.zone).slice(0, 10)
  if (location.overrides?.some((override) => override.date === date)) return undefined
  const holidays = closedHolidays(location, yearsAround({ from: start, to: start }))
  return holidays.find((holiday) => holiday.date === date)
}

const only = (resourceId: string | undefined) => (resourceId ? { onlyResourceIds: [resourceId] } : {})

function rangeOf({ from, to }: { from: number; to: number }): [from: number, to: number] {
  if (from < to && to - from <= LONGEST) return [Math.ceil(from / MINUTE), Math.ceil(to / MINUTE)]
  throw new HubError('invalid', { detail: 'from must lie before to, by at most 100 days.' })
}

function calendarsOf({ calendars }: BookingSetting): AvailabilityAnswer['calendars'] {
  const once = new Map(calendars.map((each) => [`${each.connectionId} ${each.calendar}`, each]))
  return [...once.values()].map((each) => ({
    connection_id: each.connectionId,
    calendar: each.calendar,
    synced_at: each.syncedAt,
  }))
}
