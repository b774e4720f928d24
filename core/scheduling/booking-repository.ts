import { violatedConstraint } from '../platform/db/database-problem.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { AppointmentStatus } from './appointment.ts'
import type { Party } from './class-place.ts'
import type { PlannedOccupancy } from './occupancy.ts'

/** What the row of an appointment says about whom and why; times in epoch milliseconds. */
export interface AppointmentFacts {
  readonly status: 'held' | 'confirmed'
  readonly serviceId: string
  readonly locationId: string
  readonly customerId: string | null
  readonly callId: string | null
  readonly attendeeName: string | null
  readonly notes: string
  readonly source: string
  readonly holder: string | null
  readonly holdExpiresAt: number | null
  /** By whose name live holds are counted; only they have one. */
  readonly callerKey: string | null
}

/** The time of it. */
export interface Placement {
  readonly start: number
  readonly end: number
  readonly provisional: boolean
  readonly occupancies: readonly PlannedOccupancy[]
  readonly party: Party
}

export interface Writing {
  readonly tenantId: string
  readonly id: string
  readonly at: Date
}

/**
 * Row and occupancies in one statement, so that half an appointment can't be: 23P01 where they do not fit. Throws
 * `not_found` for a customer that is not there, as everything here that names one.
 */
export async function insertAppointment(
  tx: Tx,
  { tenantId, id, at }: Writing,
  { facts, placement }: { facts: AppointmentFacts; placement: Placement },
): Promise<void> {
  const insert = tx.run({
    name: 'appointment-insert',
    text: `with appointment as (
        insert into appointments (tenant_id, id, created_at, updated_at, starts_at, ends_at, provisional, status,
          service_id, location_id, customer_id, call_id, attendee_name, notes, source, holder, hold_expires_at,
          caller_key)
        values ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17))
      ${OCCUPY('$16', 18)}`,
    values: [...headOf({ tenantId, id, at }, placement), ...valuesOf(facts), ...arraysOf(placement)],
  })
  await ofKnownCustomer(insert)
}

/** Puts an appointment elsewhere; whom it is for stays, unless `facts` says it anew (an expired hold that is booked). */
export async function placeAppointment(
  tx: Tx,
  writing: Writing,
  { facts, placement }: { facts?: AppointmentFacts; placement: Placement },
): Promise<number> {
  const { tenantId, id } = writing
  // In a statement of its own: within one, the new rows would be checked against the old ones.
  await tx.run({
    name: 'appointment-vacate',
    text: 'delete from occupancies where tenant_id = $1 and appointment_id = $2',
    values: [tenantId, id],
  })
  const said = facts
    ? `, status = $7, service_id = $8, location_id = $9, customer_id = $10, call_id = $11, attendee_name = $12,
         notes = $13, source = $14, holder = $15, hold_expires_at = $16, caller_key = $17, end_reason = null`
    : ''
  const update = tx.first<{ version: number }>({
    name: facts ? 'appointment-revive' : 'appointment-move',
    text: `with occupancy as (${OCCUPY(facts ? '$16' : 'null', facts ? 18 : 7)})
      update appointments
      set starts_at = $4, ends_at = $5, provisional = $6, updated_at = $3, version = version + 1${said}
      where tenant_id = $1 and id = $2 returning version`,
    values: [...headOf(writing, placement), ...(facts ? valuesOf(facts) : []), ...arraysOf(placement)],
  })
  return versionOf(await ofKnownCustomer(update))
}

export interface HoldConversion {
  customerId: string | null
  attendeeName: string | null
  notes: string
  callId: string | null
  source: string
}

/** Makes a hold that was locked an appointment, in one statement. Gives its version. */
export async function confirmHold(
  tx: Tx,
  { tenantId, id, at }: Writing,
  said: HoldConversion,
): Promise<number> {
  const update = tx.first<{ version: number }>({
    name: 'hold-confirm',
    text: `with kept as (
        update occupancies set expires_at = null where tenant_id = $1 and appointment_id = $2 and active)
      update appointments set status = 'confirmed', hold_expires_at = null, caller_key = null, updated_at = $3, version = version + 1,
        customer_id = $4, attendee_name = $5, notes = $6, call_id = coalesce($7, call_id), source = $8
      where tenant_id = $1 and id = $2 and status = 'held' returning version`,
    values: [tenantId, id, at, said.customerId, said.attendeeName, said.notes, said.callId, said.source],
  })
  return versionOf(await ofKnownCustomer(update))
}

/** For a change that does not move it. Frees its time when it has ended. */
export async function setStatus(
  tx: Tx,
  { tenantId, id, at }: Writing,
  { status, ended, reason }: { status: AppointmentStatus; ended: boolean; reason: string | null },
): Promise<number> {
  const row = await tx.first<{ version: number }>({
    name: 'appointment-status',
    text: `with freed as (
        update occupancies set active = false where tenant_id = $1 and appointment_id = $2 and active and $6)
      update appointments
      set status = $4, end_reason = coalesce($5, end_reason), caller_key = null, updated_at = $3,
        version = version + 1
      where tenant_id = $1 and id = $2 returning version`,
    values: [tenantId, id, at, status, reason, ended],
  })
  return versionOf(row)
}

/** The foreign key looks whether there is such a customer: asking before would cost a round trip, and prove less. */
async function ofKnownCustomer<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing
  } catch (error) {
    if (violatedConstraint(error) !== 'appointments_tenant_id_customer_id_fkey') throw error
    throw new HubError('not_found', { detail: 'There is no such customer.', cause: error })
  }
}

function versionOf(row: { version: number } | undefined): number {
  if (!row) throw new Error('an appointment that was locked is gone')
  return row.version
}

/** The head's values are $1 to $6. */
const headOf = ({ tenantId, id, at }: Writing, { start, end, provisional }: Placement): unknown[] => [
  tenantId,
  id,
  at,
  new Date(start),
  new Date(end),
  provisional,
]

const valuesOf = (facts: AppointmentFacts): unknown[] => [
  facts.status,
  facts.serviceId,
  facts.locationId,
  facts.customerId,
  facts.callId,
  facts.attendeeName,
  facts.notes,
  facts.source,
  facts.holder,
  facts.holdExpiresAt === null ? null : new Date(facts.holdExpiresAt),
  facts.callerKey,
]

/** Inserts the occupancies given as arrays from parameter `first` on, in minutes since 1970, and their class. */
const OCCUPY = (expires: string, first: number): string => `
  insert into occupancies (tenant_id, id, appointment_id, expires_at, resource_id, seat, layer, during,
      class_id, place, places)
    select $1::uuid, row_id, $2::uuid, ${expires}::timestamptz, resource_id, seat, layer,
      tstzrange(to_timestamp(start_minute * 60), to_timestamp(end_minute * 60)),
      $${first + 6}::uuid, $${first + 7}::smallint, $${first + 8}::smallint
    from unnest($${first}::uuid[], $${first + 1}::uuid[], $${first + 2}::smallint[], $${first + 3}::smallint[],
      $${first + 4}::float8[], $${first + 5}::float8[])
      as planned (row_id, resource_id, seat, layer, start_minute, end_minute)`

function arraysOf({ occupancies, party }: Placement): unknown[] {
  return [
    occupancies.map(() => newId()),
    occupancies.map(({ resourceId }) => resourceId),
    occupancies.map(({ seat }) => seat),
    occupancies.map(({ layer }) => (layer === 'core' ? 0 : 1)),
    occupancies.map(({ start }) => start),
    occupancies.map(({ end }) => end),
    party.classId,
    party.place,
    party.places,
  ]
}
