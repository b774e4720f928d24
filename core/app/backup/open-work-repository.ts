import type { ClientBase } from 'pg'

/** What was under way when the backup was taken. It goes on in the restored hub. */
export interface OpenWork {
  waitingJobs: number
  /** They run again once their lease has ended. */
  runningJobs: number
  /** Entries whose outcome in the outside calendar is not known here: looked for before they are written. */
  entriesToSettle: number
  /** Final invoices that are not paid here: looked for at the payments provider before they are collected. */
  unpaidInvoices: number
  /** Calls that had not ended. */
  openCalls: number
}

/** Of all tenants: the caller must pass row-level security. */
export async function findOpenWork(client: ClientBase): Promise<OpenWork> {
  const { rows } = await client.query<OpenWork>(
    `select
      (select count(*)::int from jobs where state = 'waiting') as "waitingJobs",
      (select count(*)::int from jobs where state = 'running') as "runningJobs",
      (select count(*)::int from appointment_entries where state in ('creating', 'moving', 'cancelling')) as "entriesToSettle",
      (select count(*)::int from invoices where status = 'final') as "unpaidInvoices",
      (select count(*)::int from calls where ended_at is null) as "openCalls"`,
  )
  const [found] = rows
  if (!found) throw new Error('a count gave no row')
  return found
}
