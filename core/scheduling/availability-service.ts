import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import { closedHolidays, type LocationService, type PublicHoliday } from '../tenants/index.ts'
import { alternatives, alternativesRange } from './alternatives.ts'
import { findSlots, slotAt } from './availability.ts'
import type { AvailabilityCache } from './availability-cache.ts'
import type {
  AvailabilityAnswer,
  AvailabilityCheck,
  AvailabilityQuestion,
  CheckResult,
  ExplainedStart,
  Near,
  OffersAnswer,
  OffersQuestion,
} from './availability-question.ts'
import type { Slot } from './booking.ts'
import { type Asked, type BookingSetting, staleCalendars } from './booking-setting.ts'
import { explainRefusal } from './conflict-resolver.ts'
import { instantText } from './instant-text.ts'
import { loadSetting } from './load-setting.ts'
import type { OfferTokens } from './offer-token.ts'
import { chooseOffers } from './offers.ts'
import { type OpenDay, openDays } from './open-days.ts'
import { QuestionReader } from './question-reader.ts'
import { asRefused } from './refused.ts'
import { findSchedules } from './schedule-repository.ts'
import { explainStart } from './start-explanation.ts'
import { resourceIdsOf, type TimeSlot } from './time-slot.ts'
import { heartOf, hullOf, type Wish } from './wish.ts'
import { zoneOffsets } from './zone-offsets.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const LONGEST = 100 * DAY

export interface AvailabilityParts {
  database: Database
  cache: AvailabilityCache
  locations: LocationService
  offers: OfferTokens
  clock: Clock
}

/** What is free, from what the hub knows itself: no provider is ever asked while somebody waits. */
export class AvailabilityService {
  readonly #database: Database
  readonly #cache: AvailabilityCache
  readonly #locations: LocationService
  readonly #offers: OfferTokens
  readonly #clock: Clock
  readonly #reader: QuestionReader

  constructor({ database, cache, locations, offers, clock }: AvailabilityParts) {
    this.#database = database
    this.#cache = cache
    this.#locations = locations
    this.#offers = offers
    this.#clock = clock
    this.#reader = new QuestionReader({ clock })
  }

  /** From memory, where a question before this one has read the same. */
  async search(tenantId: string, question: AvailabilityQuestion): Promise<AvailabilityAnswer> {
    const [from, to] = rangeOf(question)
    return this.#database.inTenant(tenantId, async (tx) => {
      const { setting, request } = await this.#reader.ask(
        tx,
        { tenantId, ...question, from, to },
        this.#cache,
      )
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
    const { start, locationId, ignoreAppointmentId } = wanted
    const from = start / MINUTE
    return this.#database.inTenant(tenantId, async (tx) => {
      const length = ignoreAppointmentId === undefined ? 'offered' : 'kept'
      const { setting, request } = await this.#reader.ask(tx, {
        tenantId,
        ...wanted,
        from,
        to: from + 1,
        length,
      })
      const slot = Number.isInteger(from) ? slotAt(request, from) : undefined
      if (slot) return { is: 'free', slot: this.#asSlot(tenantId, setting, slot) }
      const refusal = explainRefusal(request, from) ?? { code: 'slot_taken' }
      const near = nearOf(tenantId, wanted, start)
      const alternatives = await this.#near(tx, near, { setting, ownHoldIds: request.ownHoldIds })
      return asRefused(refusal, { locationId, alternatives })
    })
  }

  /** At most three well-spread times out of what is wished for, or near it. */
  offers(tenantId: string, question: OffersQuestion): Promise<OffersAnswer> {
    const [from, to] = rangeOf(hullOf(question.wishes))
    return this.#database.inTenant(tenantId, async (tx) => {
      const { setting, request } = await this.#reader.ask(tx, { tenantId, ...question, from, to })
      const wishes = question.wishes.map(inMinutes)
      const { offered, leftOut } = chooseOffers(request, wishes)
      const heart = wishes[0] ? heartOf(wishes[0], zoneOffsets(setting.location.zone)) : from
      const start = Math.max(heart * MINUTE, Math.ceil(this.#clock.now() / MINUTE) * MINUTE)
      const near = nearOf(tenantId, question, start)
      const known = { setting, ownHoldIds: request.ownHoldIds }
      return {
        offers: offered.map((slot) => this.#asSlot(tenantId, setting, slot)),
        leftOut,
        alternatives: offered.length > 0 ? [] : await this.#near(tx, near, known),
        calendars: calendarsOf(setting),
        stale: staleCalendars(setting, this.#clock.now()).length > 0,
      }
    })
  }

  /** Every reason for one start; `start` is a full minute. */
  explain(
    tenantId: string,
    wanted: Pick<
      AvailabilityCheck,
      'serviceId' | 'locationId' | 'durationMinutes' | 'resourceId' | 'customerId' | 'start'
    >,
  ): Promise<ExplainedStart> {
    return this.#database.inTenant(tenantId, async (tx) => {
      const from = wanted.start / MINUTE
      const { setting, request } = await this.#reader.ask(tx, { tenantId, ...wanted, from, to: from + 1 })
      const explanation = explainStart(request, from)
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
    const { tenantId, holder } = near
    return this.#database.inTenant(tenantId, async (tx) => {
      const setting = await loadSetting(tx, { ...near, inactiveToo: true, length: 'kept' })
      return this.#near(tx, near, { setting, ...(await this.#reader.ownHolds(tx, tenantId, holder)) })
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

  async #near(
    tx: Tx,
    { tenantId, customerId, ...near }: Near,
    { setting, ownHoldIds }: { setting: BookingSetting } & Pick<Asked, 'ownHoldIds'>,
  ): Promise<Slot[]> {
    const start = near.start / MINUTE
    const range = alternativesRange({ ...setting, now: this.#clock.now() / MINUTE }, start)
    const asked = {
      from: range.start,
      to: range.end,
      resourceId: near.wished,
      onlyResourceIds: near.insisted,
      ignoreAppointmentId: near.instead ?? undefined,
      ownHoldIds,
    }
    const request = await this.#reader.load(tx, tenantId, { setting, asked, customerId })
    return alternatives(request, start).map((slot) => this.#asSlot(tenantId, setting, slot))
  }

  #asSlot(tenantId: string, { service, location, durationMinutes }: BookingSetting, slot: TimeSlot): Slot {
    const [start, end] = [slot.start * MINUTE, slot.end * MINUTE]
    const place = { serviceId: service.id, locationId: location.id, resourceIds: resourceIdsOf(slot) }
    const insteadOf = slot.resources.find((each) => each.insteadOf !== undefined)?.insteadOf
    const token = this.#offers.sign({ tenantId, start, durationMinutes, ...place })
    const { chosenBecause, placesLeft } = slot
    return { start, end, ...place, chosenBecause, placesLeft, insteadOf, token }
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

/** Around a start that was asked for in vain, on the conditions of the question. */
const nearOf = (tenantId: string, asked: Omit<AvailabilityCheck, 'start'>, start: number): Near => ({
  tenantId,
  serviceId: asked.serviceId,
  locationId: asked.locationId,
  durationMinutes: asked.durationMinutes,
  start,
  insisted: asked.resourceId ? [asked.resourceId] : [],
  wished: asked.preferredResourceId,
  customerId: asked.customerId ?? null,
  holder: asked.forHolder ?? null,
  instead: asked.ignoreAppointmentId ?? null,
})

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
