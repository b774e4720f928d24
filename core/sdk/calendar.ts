import type { PluginContext } from './context.ts'

/**
 * Who comes, as the provider is told.
 *
 * @example
 * const attendee: Attendee = { name: 'Lena Öztürk', phone: '+491713920011', language: 'de' }
 */
export interface Attendee {
  name: string
  /** Undefined when the caller gave none; a provider that demands one gets a technical one from its plugin. */
  email?: string
  /** E.164. */
  phone?: string
  language: 'de' | 'en'
}

/**
 * What the hub wants to stand in the provider's calendar.
 *
 * @example
 * const entry: CalendarEntry = {
 *   entryId: '0f07ea6341624273401859f85e79289f',
 *   appointmentId: '01a2059c-4021-74b7-b219-0097d18994bf',
 *   calendar: 'team@example.com',
 *   start: '2026-12-07T09:00:00Z',
 *   end: '2026-12-07T09:45:00Z',
 *   zone: 'Europe/Berlin',
 *   title: 'Haircut, Lena Öztürk',
 *   attendee: { name: 'Lena Öztürk', language: 'de' },
 * }
 */
export interface CalendarEntry {
  /** The hub's own id of this entry: 32 hex digits, the same at every repeat. Must be findable at the provider. */
  entryId: string
  appointmentId: string
  /** The provider's id of the calendar (or of the event type) the entry goes to. */
  calendar: string
  /** RFC 3339 in UTC. */
  start: string
  end: string
  /** IANA zone of the location. */
  zone: string
  title: string
  attendee: Attendee
  /** For `move`: the version mark under which the hub knows it. */
  etag?: string
}

/**
 * How the provider knows an entry. `reference` may change when it is moved.
 *
 * @example
 * const created: EntryReference = {
 *   reference: 'evt_81',
 *   start: '2026-12-07T09:00:00Z',
 *   end: '2026-12-07T09:45:00Z',
 * }
 */
export interface EntryReference {
  reference: string
  start: string
  end: string
  /** The provider's version mark, where it has one. */
  etag?: string
}

/**
 * A calendar that staff can be linked to.
 *
 * @example
 * const listed: CalendarInfo[] = [{ id: 'shop', name: 'Shop', writable: true }]
 */
export interface CalendarInfo {
  id: string
  name: string
  /** False where the hub may only read. */
  writable: boolean
  /**
   * Where it is a kind of appointment (an event type) and no person's calendar: the lengths that it can be booked in, the
   * usual one first.
   */
  minutes?: readonly number[]
  /** The name of whoever it belongs to, where the provider tells. */
  owner?: string
}

/**
 * A time that the provider itself would offer.
 *
 * @example
 * const slot: ProviderSlot = { start: '2026-12-07T09:00:00Z', end: '2026-12-07T09:45:00Z' }
 */
export interface ProviderSlot {
  start: string
  end: string
}

/**
 * A time that the provider is to keep for the hub for a while.
 *
 * @example
 * const wish: ReservationWish = {
 *   calendar: '7',
 *   start: '2026-12-07T09:00:00Z',
 *   end: '2026-12-07T09:45:00Z',
 *   until: '2026-12-01T09:10:00Z',
 * }
 */
export interface ReservationWish {
  calendar: string
  /** RFC 3339 in UTC, as the other two. */
  start: string
  end: string
  /** When the provider may let it go by itself. */
  until: string
  /** Of the same reservation, where it is only to last longer. */
  reference?: string
}

/**
 * Every call may be repeated: `create` of an entry that is there already gives its reference.
 *
 * @example
 * const calendar: CalendarProvider = {
 *   listCalendars: async () => [{ id: 'shop', name: 'Shop', writable: true }],
 *   find: async () => null,
 *   create: async (ctx, { entryId, calendar, start, end }) => {
 *     await ctx.fetch(`https://api.acme.example/calendars/${calendar}/entries/${entryId}`, { method: 'PUT' })
 *     return { reference: entryId, start, end }
 *   },
 *   move: async (ctx, reference, { start, end }) => ({ reference, start, end }),
 *   cancel: async (ctx, { reference }) => {
 *     await ctx.fetch(`https://api.acme.example/entries/${reference}`, { method: 'DELETE' })
 *   },
 * }
 */
export interface CalendarProvider {
  listCalendars(ctx: PluginContext): Promise<CalendarInfo[]>
  /** Answers "did it happen?" before a second try. Null when there is no live entry with that id. */
  find(
    ctx: PluginContext,
    entry: Pick<CalendarEntry, 'entryId' | 'calendar' | 'start'>,
  ): Promise<EntryReference | null>
  create(ctx: PluginContext, entry: CalendarEntry): Promise<EntryReference>
  /**
   * Sets the times; what the owner has made of the rest stays. Where `entry.etag` is given and the provider has another
   * one by now, nothing is written: Refused, with the code `changed`. Providers without such marks leave it aside.
   */
  move(ctx: PluginContext, reference: string, entry: CalendarEntry): Promise<EntryReference>
  /** Done also when the entry is gone already. */
  cancel(ctx: PluginContext, target: { reference: string; calendar: string; reason?: string }): Promise<void>
  /**
   * Keeps others from booking that time at the provider for a while, where it can; `release` gives it back, and is done also
   * where it has ended. Never asked while a caller waits, and what goes wrong is only logged.
   */
  reserve?(ctx: PluginContext, wish: ReservationWish): Promise<{ reference: string }>
  release?(ctx: PluginContext, target: { reference: string; calendar: string }): Promise<void>
  /** Says that nobody came, or takes that back, where the provider keeps such a thing. Done also when it stands so. */
  markAbsent?(
    ctx: PluginContext,
    target: { reference: string; calendar: string; absent: boolean },
  ): Promise<void>
  /**
   * What the provider itself would offer on a calendar, where it offers anything: to compare with the hub's own
   * answer. Never asked while a caller waits. RFC 3339 in UTC.
   */
  slots?(ctx: PluginContext, query: { calendar: string; from: string; to: string }): Promise<ProviderSlot[]>
}
