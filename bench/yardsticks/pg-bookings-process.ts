// Books by prepared statement with pg, past the hub. Takes one order after the other.
import { Pool } from 'pg'
import { newId } from '../../core/platform/ids.ts'
import { slotTime } from '../ground/slot-time.ts'
import type { Business } from '../ground/world.ts'
import { BOOKING_STATEMENT } from './booking-statement.ts'

export interface PgBookingsOrder {
  url: string
  business: Business
  /** Of them each of the connections books for one resource. */
  connections: number
  /** When to stop: after so many seconds, or so many bookings. */
  until: { seconds: number } | { bookings: number }
  /** The half hours before this one are taken. */
  firstSlot: number
}

export interface PgBookingsResult {
  booked: number
  seconds: number
  /** The first half hour that is free for all. */
  nextSlot: number
}

let pool: Pool | undefined

async function run(order: PgBookingsOrder): Promise<PgBookingsResult> {
  pool ??= new Pool({ connectionString: order.url, max: order.connections })
  const begun = performance.now()
  const counts = await Promise.all(
    order.business.resources.slice(0, order.connections).map((resource) => bookFor(order, resource, begun)),
  )
  const seconds = (performance.now() - begun) / 1_000
  const booked = counts.reduce((sum, count) => sum + count, 0)
  return { booked, seconds, nextSlot: order.firstSlot + Math.max(...counts) }
}

async function bookFor(order: PgBookingsOrder, resource: string, begun: number): Promise<number> {
  const { business, until, firstSlot, connections } = order
  const going = (count: number) =>
    'seconds' in until
      ? performance.now() - begun < until.seconds * 1_000
      : count < Math.ceil(until.bookings / connections)
  let count = 0
  while (going(count)) {
    const start = new Date(slotTime(firstSlot + count)).toISOString()
    await pool?.query({
      name: 'booking',
      text: BOOKING_STATEMENT,
      values: valuesOf(business, resource, start),
    })
    count += 1
  }
  return count
}

const valuesOf = ({ tenant, service, location, customer }: Business, resource: string, start: string) => [
  tenant,
  newId(),
  start,
  service,
  location,
  customer,
  newId(),
  resource,
  newId(),
  newId(),
]

process.on('message', (order: PgBookingsOrder) => {
  void run(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
