import type { GoogleAccount } from './bench-ground.ts'

const HOUR = 3_600_000
/** Requests under way at once. */
const LANES = 8

/** The ids of what stands there, in the order in which it is changed. */
const ids: string[] = []
let next = 0

/** So many events of half an hour, one for each hour from tomorrow on. Gives an access token for the calendar. */
export async function fillCalendar(account: GoogleAccount, events: number): Promise<string> {
  const first = Math.ceil(Date.now() / HOUR + 24) * HOUR
  await inLanes(events, async (index) => {
    const path = `/google_calendar/events?calendar_id=${encodeURIComponent(account.calendar)}`
    const { id } = await ask<{ id: string }>(account, { method: 'POST', path, body: at(first, index) })
    ids.push(id)
  })
  const grant = { method: 'POST', path: '/google_calendar/grants', body: {} }
  return (await ask<{ access_token: string }>(account, grant)).access_token
}

/** Their owner lengthens so many of them by a minute, others each time as long as there are any. */
export async function touchEvents(account: GoogleAccount, count: number): Promise<void> {
  await inLanes(count, async () => {
    const id = ids[next % ids.length]
    next += 1
    const path = `/google_calendar/events/${id}?calendar_id=${encodeURIComponent(account.calendar)}`
    const body = { summary: `Changed ${next}` }
    await ask(account, { method: 'PATCH', path, body })
  })
}

/** Within a year: a calendar is read no further ahead. */
const DISTINCT = 8_000

function at(first: number, index: number): object {
  const start = first + (index % DISTINCT) * HOUR
  const time = (at: number) => ({ dateTime: new Date(at).toISOString() })
  return { summary: `Event ${index}`, start: time(start), end: time(start + HOUR / 2) }
}

async function inLanes(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let begun = 0
  const lane = async () => {
    while (begun < count) {
      begun += 1
      await work(begun - 1)
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

async function ask<T>(
  { control }: GoogleAccount,
  { method, path, body }: { method: string; path: string; body: object },
): Promise<T> {
  const reply = await fetch(`${control}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`)
  return (await reply.json()) as T
}
