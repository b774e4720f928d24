import { rowsOf } from '../../platform/testing/database-rows.ts'
import { type ApiReply, api, eventually } from './api.ts'
import { control, type DemoHub } from './demo-hub.ts'

export interface StoredAppointment {
  id: string
  status: string
  start: string
  end: string
  call_id: string | null
  customer_id: string | null
  occupancies: Array<{ resource_id: string; start: string; end: string }>
  external: Array<{ connection_id: string; reference: string | null; state: string }>
}

type Program = Pick<DemoHub, 'demo'>

const ACTIVE = ['held', 'pending', 'confirmed']

/** All pages of a list. */
async function all<T>({ demo }: Program, path: string, filter: Record<string, string> = {}): Promise<T[]> {
  const found: T[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query = new URLSearchParams({ ...filter, limit: '200', ...(cursor === '' ? {} : { cursor }) })
    const reply: ApiReply = await api(demo, `GET ${path}?${query}`)
    found.push(...reply.body.data)
    cursor = reply.body.next_cursor
  }
  return found
}

export const appointments = (program: Program): Promise<StoredAppointment[]> =>
  all(program, '/v1/appointments')

/** How many pairs of active appointments and holds have the same resource at the same time. */
export async function overlaps(program: Program): Promise<number> {
  const busy = (await appointments(program))
    .filter(({ status }) => ACTIVE.includes(status))
    .flatMap(({ id, occupancies }) => occupancies.map((one) => ({ ...one, id })))
  const collide = (a: (typeof busy)[number], b: (typeof busy)[number]) =>
    a.id !== b.id &&
    a.resource_id === b.resource_id &&
    Date.parse(a.start) < Date.parse(b.end) &&
    Date.parse(b.start) < Date.parse(a.end)
  return busy.flatMap((a, index) => busy.slice(index + 1).filter((b) => collide(a, b))).length
}

/** References of what stands in the outside calendars now, as the providers say themselves. */
export async function entriesAtProviders({ demo }: Program): Promise<Record<string, string[]>> {
  const calcom = (await control(demo, 'GET', '/state/calcom')) as {
    bookings: Array<{ uid: string; status: string }>
  }
  const google = (await control(demo, 'GET', '/state/google_calendar')) as {
    events: Record<string, Array<{ id: string; status: string }>>
  }
  const events = Object.values(google.events).flat()
  return {
    calcom: calcom.bookings.filter(({ status }) => status === 'accepted').map(({ uid }) => uid),
    'google-calendar': events.filter(({ status }) => status === 'confirmed').map(({ id }) => id),
  }
}

/** Waits until no entry is on its way to a calendar any more. */
export async function exported(program: Program, within = 60_000): Promise<void> {
  await untilNone(() => openExports(program), within)
}

/** The same, as if the ten seconds had passed after which an entry that a provider kept waiting is tried again. */
export async function exportedSoon(
  program: Pick<DemoHub, 'demo' | 'database'>,
  within = 60_000,
): Promise<void> {
  const makeDue = `update jobs set run_at = now() where kind = 'appointment.export' and state = 'waiting'`
  await untilNone(async () => {
    await rowsOf(program.database, makeDue)
    return openExports(program)
  }, within)
}

/** One question for all states: between two of them a job may change its own. */
async function openExports(program: Program): Promise<unknown[]> {
  const jobs = await all<{ state: string; last_error: string | null }>(program, '/v1/jobs', {
    kind: 'appointment.export',
  })
  return jobs.filter(({ state }) => /^(waiting|running)$/.test(state))
}

async function untilNone(open: () => Promise<unknown[]>, within: number): Promise<void> {
  const left = await eventually(open, (jobs) => jobs.length === 0, within)
  if (left.length > 0) throw new Error(`still to be exported after ${within} ms: ${JSON.stringify(left)}`)
}

/**
 * What is not as it has to be after any fault, once the hub has come to rest: no overlap; what is booked stands once
 * in each of its calendars and nothing else does; a call that is over is metered once.
 */
export async function untruths(program: Program): Promise<string[]> {
  const count = await overlaps(program)
  return [
    ...(count === 0 ? [] : [`${count} overlaps`]),
    ...(await wrongEntries(program)),
    ...(await wrongUsage(program)),
  ]
}

async function wrongEntries(program: Program): Promise<string[]> {
  const booked = (await appointments(program)).filter(({ status }) => status === 'confirmed')
  const entries = booked.flatMap(({ external }) => external)
  const unwritten = entries.filter(({ state }) => state !== 'written')
  const standing = await entriesAtProviders(program)
  const different = Object.entries(standing).flatMap(([plugin, references]) => {
    const { id } = program.demo.connections.find((one) => one.plugin === plugin) ?? {}
    const ours = entries.filter(({ connection_id }) => connection_id === id).map(({ reference }) => reference)
    const same = JSON.stringify(ours.sort()) === JSON.stringify([...references].sort())
    return same ? [] : [`${plugin} has ${references}, the hub knows of ${ours}`]
  })
  return [...unwritten.map((entry) => `not written: ${JSON.stringify(entry)}`), ...different]
}

async function wrongUsage(program: Program): Promise<string[]> {
  const calls = await all<{ id: string; status: string }>(program, '/v1/calls')
  const usage = await all<{ call_id: string | null; meter: string }>(program, '/v1/usage-events')
  return calls.flatMap(({ id, status }) => {
    const meters = usage.filter(({ call_id }) => call_id === id).map(({ meter }) => meter)
    const wanted = status === 'ended' ? 'call_seconds,calls' : ''
    return meters.sort().join() === wanted ? [] : [`call ${id} is ${status} and metered: ${meters}`]
  })
}
