import { kindsOf, shapesOf } from './footprint.ts'
import type { Record, StoredEvent, StoredRow } from './record.ts'
import { isGranted, isOpen, rulesOf, type Told } from './requests.ts'
import type { Salon } from './salon.ts'

const MINUTE = 60_000
const STANDS = new Set(['held', 'pending', 'confirmed'])

/** The event that each kind of request leaves behind where it was granted. */
const LEAVES: { [K in Told['act']['is']]: string } = {
  book: 'appointment.booked',
  hold: 'appointment.held',
  convert: 'appointment.booked',
  move: 'appointment.rescheduled',
  cancel: 'appointment.cancelled',
  release: 'appointment.expired',
}

export interface Round {
  salon: Salon
  told: readonly Told[]
  record: Record
}

/** What was granted and is not so, what is so and nobody asked for, and what is there in part only. */
export function brokenPromises(round: Round): string[] {
  return [
    ...round.told.filter(isGranted).flatMap((told) => unkept(told, round)),
    ...uncalledFor(round),
    ...round.record.appointments.flatMap((row) => halfDone(row, round)),
  ]
}

/** A yes stands as an event of that version that says the same; and as the row, where nothing came after it. */
function unkept({ act, label, reply }: Told, { record }: Round): string[] {
  const what = `${label} (${act.is}) was told ${reply?.status}`
  if (act.is === 'release') {
    const released = record.events.some(({ id, payload }) => id === act.id && payload.why === undefined)
    return released ? [] : [`${what}, and the hold was never let go`]
  }
  const { id, version, status, start, end } = reply?.body ?? {}
  const event = record.events.find((one) => one.id === id && one.version === version)
  if (!event) return [`${what} of ${id} in version ${version}, of which there is no event`]
  const same = (a: string | undefined, b: string) => Date.parse(a ?? '') === Date.parse(b)
  const { payload } = event
  return payload.status === status && same(payload.start, start) && same(payload.end, end)
    ? []
    : [`${what}: ${status} ${start} to ${end}; its event says ${JSON.stringify(payload)}`]
}

/** Every change was granted to somebody, or asked for by somebody who knows neither, once for each who asked. */
function uncalledFor({ told, record }: Round): string[] {
  const granted = new Set(
    told.filter(isGranted).flatMap(({ act, reply }) => {
      const is = `${LEAVES[act.is]} of ${act.is === 'release' ? act.id : reply?.body.id}`
      return act.is === 'release' ? [is] : [`${is} in ${reply?.body.version}`]
    }),
  )
  const open = told.filter(isOpen)
  return record.events.flatMap((event) => {
    const is = `${event.type} of ${event.id}`
    if (granted.has(`${is} in ${event.version}`)) return []
    if (event.type === 'appointment.expired' && granted.has(is)) return []
    const asked = open.findIndex((one) => mayHaveMade(one, event, record))
    if (asked < 0) return [`nobody was granted or may have made: ${is} in version ${event.version}`]
    open.splice(asked, 1)
    return []
  })
}

function mayHaveMade({ act, label }: Told, event: StoredEvent, { appointments }: Record): boolean {
  if (event.type !== LEAVES[act.is]) return false
  const at = Date.parse(event.payload.start ?? '')
  if (act.is === 'move') return event.id === act.id && at === act.start
  if ('id' in act) return event.id === act.id
  const row = appointments.find(({ id }) => id === event.id)
  const theirs = act.is === 'hold' ? row?.holder === `session:${label}` : row?.name === label
  return theirs && at === act.start
}

/** A row is what its last event says, has every version before, its jobs, and what its service occupies: all of it. */
function halfDone(row: StoredRow, round: Round): string[] {
  const events = round.record.events.filter(({ id }) => id === row.id)
  const versions = events.map(({ version }) => version).join()
  const wanted = Array.from({ length: row.version }, (_, index) => index + 1).join()
  const last = events.at(-1)?.payload
  const drifted =
    last?.start !== undefined &&
    (Date.parse(last.start) !== row.start ||
      Date.parse(last.end ?? '') !== row.end ||
      last.status !== row.status)
  return [
    ...(versions === wanted ? [] : [`${row.id} has version ${row.version} and events of ${versions}`]),
    ...(drifted
      ? [`${row.id} is ${JSON.stringify(row)}, and its last event says ${JSON.stringify(last)}`]
      : []),
    ...events.flatMap((event) => withoutJob(event, round)),
    ...wronglyOccupied(row, round),
  ]
}

const JOB_OF: { readonly [type: string]: string } = {
  'appointment.held': 'hold.expire',
  'appointment.booked': 'appointment.export',
  'appointment.rescheduled': 'appointment.export',
  'appointment.cancelled': 'appointment.export',
}

function withoutJob({ id, version, type }: StoredEvent, { record }: Round): string[] {
  const kind = JOB_OF[type]
  return kind === undefined || record.jobs.includes(`${kind} ${id}:${version}`)
    ? []
    : [`${type} of ${id} in version ${version} has no job ${kind}`]
}

function wronglyOccupied({ id, status, service_id, start, end }: StoredRow, round: Round): string[] {
  const { salon, record } = round
  const active = record.taken.filter(({ appointment_id, ended }) => appointment_id === id && ended === null)
  const rules = rulesOf(salon, service_id)
  const shapes = STANDS.has(status) ? shapesOf(rules, (end - start) / MINUTE) : []
  const wanted = kindsOf(rules).flatMap((kind) =>
    shapes.map(({ layer, from, to }) => `${kind} ${layer} ${start + from * MINUTE} ${start + to * MINUTE}`),
  )
  const kindOf = (resource: string) => (salon.seats.room.has(resource) ? 'room' : 'staff')
  const is = active.map(({ resource_id, layer, from, to }) => `${kindOf(resource_id)} ${layer} ${from} ${to}`)
  return is.sort().join() === wanted.sort().join()
    ? []
    : [`${id} is ${status} and occupies ${is.join(', ') || 'nothing'}, not ${wanted.join(', ') || 'nothing'}`]
}
