import { parseTimestamp } from './event-time.ts'
import { badRequest, problems, refuse } from './google-errors.ts'
import type { GoogleState } from './google-state.ts'
import { type PageToken, readPageToken, readSyncToken, type SyncToken } from './list-token.ts'

/** A checked query of events.list. Times in epoch milliseconds. */
export type ListQuery = {
  singleEvents: boolean
  showDeleted: boolean
  orderBy?: 'startTime' | 'updated'
  timeMin?: number
  timeMax?: number
  updatedMin?: number
  iCalUID?: string
  text?: string
  privateProperties: string[]
  sharedProperties: string[]
  pageSize: number
  timeZone?: string
  sync?: SyncToken
  page?: PageToken
  /** The query without its page token: every page must be asked for with the same. */
  fingerprint: string
}

const refusedWithSyncToken = [
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'sharedExtendedProperty',
  'timeMin',
  'timeMax',
  'updatedMin',
]

/** Reads and checks; refuses with 400, or 410 for a sync token that is no longer valid. */
export function readListQuery(query: URLSearchParams, state: GoogleState): ListQuery {
  const sync = readSync(query, state)
  const singleEvents = flag(query, 'singleEvents')
  const orderBy = readOrder(query, singleEvents)
  const times = Object.fromEntries(
    (['timeMin', 'timeMax', 'updatedMin'] as const)
      .map((name) => [name, readTime(query, name)] as const)
      .filter(([, value]) => value !== undefined),
  )
  const [iCalUID, text, timeZone] = ['iCalUID', 'q', 'timeZone'].map((name) => query.get(name) ?? undefined)
  const fingerprint = fingerprintOf(query)
  const page = readPage(query, fingerprint)
  return {
    singleEvents,
    showDeleted: flag(query, 'showDeleted'),
    ...(orderBy && { orderBy }),
    ...times,
    ...(iCalUID !== undefined && { iCalUID }),
    ...(text !== undefined && { text }),
    ...(timeZone !== undefined && { timeZone }),
    privateProperties: query.getAll('privateExtendedProperty'),
    sharedProperties: query.getAll('sharedExtendedProperty'),
    pageSize: Math.min(readPageSize(query), state.pageSize ?? Number.POSITIVE_INFINITY),
    ...(sync && { sync }),
    ...(page && { page }),
    fingerprint,
  }
}

function readSync(query: URLSearchParams, { era }: GoogleState): SyncToken | undefined {
  const text = query.get('syncToken')
  if (text === null) return undefined
  const refused = refusedWithSyncToken.find((name) => query.has(name))
  if (refused)
    refuse(badRequest(`${refused} cannot be specified together with syncToken`, 'invalidParameter', refused))
  if (query.get('showDeleted') === 'false')
    refuse(
      badRequest(
        'showDeleted=false is not allowed together with syncToken',
        'invalidParameter',
        'showDeleted',
      ),
    )
  const token = readSyncToken(text) ?? refuse(badRequest('Invalid sync token value.', 'invalid', 'syncToken'))
  return token.era === era ? token : refuse(problems.fullSync)
}

function readPage(query: URLSearchParams, fingerprint: string): PageToken | undefined {
  const text = query.get('pageToken')
  if (text === null) return undefined
  const token = readPageToken(text)
  if (token?.query !== fingerprint)
    return refuse(badRequest('Invalid page token value.', 'invalid', 'pageToken'))
  return token
}

function readOrder(query: URLSearchParams, singleEvents: boolean): ListQuery['orderBy'] {
  const orderBy = query.get('orderBy')
  if (orderBy === null || orderBy === 'updated') return orderBy ?? undefined
  if (orderBy === 'startTime' && singleEvents) return orderBy
  return refuse(
    badRequest('The requested ordering is not available for the particular query.', 'badRequest', 'orderBy'),
  )
}

function readTime(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  return parseTimestamp(text) ?? refuse(badRequest('Bad Request', 'badRequest', name))
}

function readPageSize(query: URLSearchParams): number {
  const given = Number(query.get('maxResults') ?? 250)
  if (!Number.isInteger(given) || given < 1)
    refuse(badRequest('Invalid value for: maxResults', 'invalidParameter'))
  return Math.min(given, 2500)
}

function flag(query: URLSearchParams, name: string): boolean {
  return query.get(name) === 'true'
}

function fingerprintOf(query: URLSearchParams): string {
  const rest = new URLSearchParams(
    [...query].filter(([name]) => name !== 'pageToken' && name !== 'maxResults'),
  )
  rest.sort()
  return rest.toString()
}
