import type { Database } from '../db/database.ts'

export interface HeldCursor {
  position: number
  token: string
}

/** How long a consumer may work on one batch before another process may take its place. */
const LEASE = `clock_timestamp() + interval '30 seconds'`

const CREATE = `insert into event_cursors (consumer, position)
  values ($1, case when $2 then 0 else (select coalesce(max(position), 0) from events) end)
  on conflict (consumer) do nothing`

/** Writes nothing when there is nothing new: an idle hub makes no dead rows. */
const TAKE = `update event_cursors set token = token + 1, lease_until = ${LEASE}
  where consumer = $1 and (lease_until is null or lease_until < clock_timestamp())
    and exists (select from events where events.position > event_cursors.position)
  returning position, token`

const ADVANCE = `update event_cursors set position = $3, lease_until = ${LEASE}, updated_at = clock_timestamp()
  where consumer = $1 and token = $2`

const RELEASE = 'update event_cursors set lease_until = null where consumer = $1 and token = $2'

/** The durable cursors of consumers. A lease keeps two processes from reading for the same one at the same time. */
export class EventCursors {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Does nothing when the consumer is known. */
  async create(consumer: string, from: 'beginning' | 'now'): Promise<void> {
    await this.#run(CREATE, [consumer, from === 'beginning'])
  }

  /** Undefined while another process reads for this consumer, and at the end of the stream. */
  async take(consumer: string): Promise<HeldCursor | undefined> {
    const query = { text: TAKE, values: [consumer] }
    const row = await this.#database.asCourier((tx) => tx.first<{ position: string; token: string }>(query))
    return row && { position: Number(row.position), token: row.token }
  }

  /** False when the lease ran out and another process took over: its cursor counts. */
  async advance(consumer: string, { position, token }: HeldCursor): Promise<boolean> {
    return (await this.#run(ADVANCE, [consumer, token, position])) === 1
  }

  async release(consumer: string, { token }: HeldCursor): Promise<void> {
    await this.#run(RELEASE, [consumer, token])
  }

  #run(text: string, values: unknown[]): Promise<number> {
    return this.#database.asCourier((tx) => tx.run({ text, values }))
  }
}
