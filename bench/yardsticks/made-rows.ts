import { Client } from 'pg'

/** What bookings leave in the tables, past every wall. */
export class MadeRows {
  readonly #client: Client

  constructor(client: Client) {
    this.#client = client
  }

  static async connect(connectionString: string): Promise<MadeRows> {
    const client = new Client({ connectionString, connectionTimeoutMillis: 10_000 })
    await client.connect()
    return new MadeRows(client)
  }

  async rows<Row extends object>(text: string): Promise<Row[]> {
    return (await this.#client.query<Row>(text)).rows
  }

  /** How many rows more each table has after `work`, by table. */
  async madeBy(work: () => Promise<unknown>): Promise<Record<string, number>> {
    const before = await this.#counts()
    await work()
    const made = [...(await this.#counts())].map(
      ([name, rows]) => [name, rows - (before.get(name) ?? 0)] as const,
    )
    return Object.fromEntries(made.filter(([, rows]) => rows !== 0))
  }

  /** Appointments of which not every row says the same as those that the hub has booked over the API. */
  strange(): Promise<object[]> {
    return this.rows(`
      select a.id, a.starts_at from appointments a
      where a.source <> 'api' or a.status <> 'confirmed' or a.ends_at - a.starts_at <> interval '30 minutes'
        or not exists (select from occupancies o where o.appointment_id = a.id and o.tenant_id = a.tenant_id
             and o.during = tstzrange(a.starts_at, a.ends_at))
        or not exists (select from booking_requests r where r.appointment_id = a.id and r.tenant_id = a.tenant_id
             and r.fingerprint like '% ' || (extract(epoch from a.starts_at) * 1000)::bigint || ' ')
        or not exists (select from events e where e.aggregate_id = a.id and e.tenant_id = a.tenant_id
             and (e.payload ->> 'start')::timestamptz = a.starts_at
             and (e.payload ->> 'end')::timestamptz = a.ends_at)
        or not exists (select from jobs j where j.tenant_id = a.tenant_id and j.unique_key = a.id || ':1'
             and j.payload ->> 'appointment_id' = a.id::text)`)
  }

  close(): Promise<void> {
    return this.#client.end()
  }

  async #counts(): Promise<Map<string, number>> {
    const tables = await this.rows<{ name: string }>(
      `select quote_ident(table_name) as name from information_schema.tables
       where table_schema = 'public' and table_type = 'BASE TABLE'`,
    )
    const union = tables.map(({ name }) => `select '${name}' as name, count(*)::int as rows from ${name}`)
    const counts = await this.rows<{ name: string; rows: number }>(union.join(' union all '))
    return new Map(counts.map(({ name, rows }) => [name, rows]))
  }
}
