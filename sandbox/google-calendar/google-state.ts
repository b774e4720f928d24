import type { EventTime } from './event-time.ts'

export type AccessRole = 'owner' | 'writer' | 'reader'

export type CalendarEntry = { id: string; summary: string; timeZone: string; accessRole: AccessRole }

/**
 * An event as stored: instants in epoch milliseconds. `fields` is everything the client may write freely (summary,
 * attendees, extendedProperties, ...), kept as it came. `revision` rises with every change of the calendar account.
 * An exception of a recurring event is an event of its own with `recurringEventId` and `originalStart`.
 */
export type StoredEvent = {
  id: string
  serial: number
  revision: number
  status: 'confirmed' | 'tentative' | 'cancelled'
  created: number
  updated: number
  sequence: number
  iCalUID: string
  start: EventTime
  end: EventTime
  recurrence?: string[]
  recurringEventId?: string
  originalStart?: EventTime
  fields: Record<string, unknown>
}

/** A push channel; `expiration` in epoch milliseconds. */
export type PushChannel = {
  id: string
  resourceId: string
  calendarId: string
  address: string
  token?: string
  expiration: number
  messageNumber: number
}

export type AuthorizationCode = {
  code: string
  redirectUri: string
  scope: string
  offline: boolean
  challenge?: { value: string; method: 'S256' | 'plain' }
  expiresAt: number
}

/** One consent: revoking any of its tokens ends it. */
export type Grant = { id: number; scope: string; refreshToken?: string; revoked: boolean }

export type AccessToken = { token: string; grantId: number; expiresAt: number }

export type GoogleState = {
  calendars: CalendarEntry[]
  events: Record<string, StoredEvent[]>
  revision: number
  /** Sync tokens of a former era are no longer valid. */
  era: number
  /** Overrides maxResults where smaller, to make small calendars page; null for none. */
  pageSize: number | null
  channels: PushChannel[]
  /** What the account's owner does at the consent screen. */
  consent: 'allow' | 'deny'
  codes: AuthorizationCode[]
  grants: Grant[]
  accessTokens: AccessToken[]
}

/** The owner's own calendar, a second one, and one that is only readable. The primary's id is the account's address. */
export function initialGoogleState(): GoogleState {
  const timeZone = 'Europe/Berlin'
  return {
    calendars: [
      { id: 'pro@example.com', summary: 'pro@example.com', timeZone, accessRole: 'owner' },
      { id: 'team@group.calendar.google.com', summary: 'Team', timeZone, accessRole: 'owner' },
      { id: 'shared@group.calendar.google.com', summary: 'Shared', timeZone, accessRole: 'reader' },
    ],
    events: {},
    revision: 0,
    era: 1,
    pageSize: null,
    channels: [],
    consent: 'allow',
    codes: [],
    grants: [],
    accessTokens: [],
  }
}
