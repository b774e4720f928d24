import { Client } from 'pg'
import type { BenchGround } from './bench-ground.ts'

/** What the load has left to do would be done, or handed out, in the middle of the next row. */
export async function emptyJobs({ databases }: BenchGround): Promise<void> {
  const client = new Client({ connectionString: databases.adminUrl, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    await client.query('truncate jobs')
  } finally {
    await client.end()
  }
}
