// Sends what the hub sends to PostgreSQL for its bookings, by prepared statement with pg. Takes one order after the other.
import { Writable } from 'node:stream'
import { Client, type QueryConfig } from 'pg'
import { slotTime } from '../ground/slot-time.ts'
import type { BookingTemplate } from './booking-template.ts'
import { fillTemplate } from './fill-template.ts'

export interface SameSqlOrder {
  url: string
  /** One for each business; they take turns, as in the load. */
  templates: readonly BookingTemplate[]
  connections: number
  /** When to stop: after so many seconds, or so many bookings. */
  until: { seconds: number } | { bookings: number }
  /** The number of the first booking: which business, and which of its half hours. */
  first: number
}

export interface SameSqlResult {
  booked: number
  seconds: number
}

const clients: Client[] = []

async function run(order: SameSqlOrder): Promise<SameSqlResult> {
  while (clients.length < order.connections) clients.push(await connected(order.url))
  const begun = performance.now()
  const { until, templates, first } = order
  let booked = 0
  const going = () =>
    'seconds' in until ? performance.now() - begun < until.seconds * 1_000 : booked < until.bookings
  const loop = async (client: Client) => {
    while (going()) {
      const number = first + booked
      booked += 1
      const start = slotTime(Math.floor(number / templates.length))
      await book(client, fillTemplate(templates[number % templates.length] ?? [], start))
    }
  }
  await Promise.all(clients.slice(0, order.connections).map(loop))
  return { booked, seconds: (performance.now() - begun) / 1_000 }
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000, pipeline: true })
  await client.connect()
  return client
}

/** Group after group in one write each, as the hub does. */
async function book(client: Client, groups: readonly QueryConfig[][]): Promise<void> {
  for (const group of groups) {
    const stream: unknown = Reflect.get(Object(Reflect.get(client, 'connection')), 'stream')
    if (stream instanceof Writable) {
      stream.cork()
      process.nextTick(() => stream.uncork())
    }
    const replies = await Promise.all(group.map((query) => client.query(query)))
    const last = group.at(-1)?.text === 'commit' && replies.at(-1)?.command
    if (last === 'ROLLBACK') throw new Error('a booking was rolled back')
  }
}

process.on('message', (order: SameSqlOrder) => {
  void run(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
