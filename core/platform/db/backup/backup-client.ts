import { Client } from 'pg'

/** A connection for work that may take hours: only reaching the server has a time limit. */
export async function withBackupClient<T>(
  url: string,
  work: (client: Client) => Promise<T>,
  more: { replication?: 'database' } = {},
): Promise<T> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: 'askpro-backup',
    ...more,
  })
  // The query that fails says so itself; without a handler a cut connection would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** All statements in `work` see one instant. */
export async function inSnapshot<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin isolation level repeatable read, read only')
  const result = await work()
  await client.query('commit')
  return result
}
