/** The single account behind the stand-in. Instants in the state are epoch milliseconds. */
export type CalcomUser = {
  id: number
  username: string
  email: string
  name: string
  timeZone: string
  timeFormat: number
  weekStart: string
  defaultScheduleId: number
  locale: string
}

export type AvailabilityRule = { days: string[]; startTime: string; endTime: string }
export type DateOverride = { date: string; startTime: string; endTime: string }

export type Schedule = {
  id: number
  name: string
  timeZone: string
  availability: AvailabilityRule[]
  overrides: DateOverride[]
  isDefault: boolean
}

/** Lengths, notice and buffers in minutes. */
export type EventType = {
  id: number
  title: string
  slug: string
  description: string
  lengthInMinutes: number
  lengthInMinutesOptions: number[]
  slotInterval: number | null
  minimumBookingNotice: number
  beforeEventBuffer: number
  afterEventBuffer: number
  scheduleId: number | null
  requiresConfirmation: boolean
  blockUnconfirmed: boolean
  hidden: boolean
  address: string
}

export type Attendee = {
  name: string
  email: string
  timeZone: string
  language: string
  phoneNumber?: string
  absent: boolean
}

export type Booking = {
  id: number
  uid: string
  iCalUid: string
  sequence: number
  eventTypeId: number
  status: 'accepted' | 'pending' | 'cancelled' | 'rejected'
  start: number
  end: number
  createdAt: number
  updatedAt: number
  attendee: Attendee
  guests: string[]
  metadata: Record<string, string>
  responses: Record<string, unknown>
  absentHost: boolean
  cancellationReason?: string
  cancelledByEmail?: string
  reschedulingReason?: string
  rescheduledByEmail?: string
  rescheduledFromUid?: string
  rescheduledToUid?: string
  rejectionReason?: string
}

export type Reservation = {
  uid: string
  eventTypeId: number
  start: number
  end: number
  minutes: number
  until: number
}

/** `eventTypeId` null: for every event type of the user. */
export type WebhookSubscription = {
  id: number
  subscriberUrl: string
  triggers: string[]
  active: boolean
  secret?: string
  payloadTemplate: string
  version: string
  eventTypeId: number | null
}

/** Requests counted in the running minute, real time; `limit` null switches the limiter off. */
export type RateWindow = { limit: number | null; startedAt: number; count: number; blockedUntil: number }

export type CalcomState = {
  user: CalcomUser
  schedules: Schedule[]
  eventTypes: EventType[]
  bookings: Booking[]
  reservations: Reservation[]
  webhooks: WebhookSubscription[]
  /** What the owner's connected calendar holds besides the bookings. */
  busyTimes: { start: number; end: number }[]
  rate: RateWindow
  nextId: number
}

export const connectedCalendar = { credentialId: 1, integration: 'google_calendar' }

/** A new account as the provider sets it up: one schedule on weekdays from 9 to 17, three event types. */
export function initialCalcomState(): CalcomState {
  return {
    user: {
      id: 5,
      username: 'pro',
      email: 'pro@example.com',
      name: 'Pro Example',
      timeZone: 'Europe/Berlin',
      timeFormat: 24,
      weekStart: 'Monday',
      defaultScheduleId: 10,
      locale: 'en',
    },
    schedules: [
      {
        id: 10,
        name: 'Working Hours',
        timeZone: 'Europe/Berlin',
        availability: defaultAvailability(),
        overrides: [],
        isDefault: true,
      },
    ],
    eventTypes: [
      eventType({ id: 7, slug: '60min', lengthInMinutes: 60 }),
      eventType({ id: 8, slug: '30min', lengthInMinutes: 30 }),
      eventType({ id: 9, slug: 'on-request', lengthInMinutes: 60, requiresConfirmation: true }),
    ],
    bookings: [],
    reservations: [],
    webhooks: [],
    busyTimes: [],
    rate: { limit: 120, startedAt: 0, count: 0, blockedUntil: 0 },
    nextId: 91,
  }
}

export function defaultAvailability(): AvailabilityRule[] {
  const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']
  return [{ days, startTime: '09:00', endTime: '17:00' }]
}

/** An event type with the provider's defaults, except no minimum notice, so that tests need not wait. */
export function eventType(
  given: Partial<EventType> & Pick<EventType, 'id' | 'slug' | 'lengthInMinutes'>,
): EventType {
  return {
    title: given.slug,
    description: '',
    lengthInMinutesOptions: [],
    slotInterval: null,
    minimumBookingNotice: 0,
    beforeEventBuffer: 0,
    afterEventBuffer: 0,
    scheduleId: null,
    requiresConfirmation: false,
    blockUnconfirmed: false,
    hidden: false,
    address: 'Calcom HQ',
    ...given,
  }
}
