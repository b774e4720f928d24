import type { Database } from '../../platform/db/database.ts'
import type { ConnectionRef } from '../connections/connection.ts'
import { endSync, renewSync, takeSync } from './sync-lease-repository.ts'

export interface LeaseTimes {
  /** Milliseconds of real time, as a job's own lease: what a killed run has begun waits no longer than the job itself. */
  lease: number
  /** Milliseconds between renewals. */
  heartbeat: number
}

const TIMES: LeaseTimes = { lease: 15_000, heartbeat: 4_000 }

export interface SyncLease {
  /** Fires when another run may have begun: this one ends. */
  readonly lost: AbortSignal
  release(): Promise<void>
}

/**
 * The right to sync one connection, over all processes: two runs at once would ask the provider for the same pages. It
 * lasts as long as the run and is renewed meanwhile. Undefined while another run has it.
 */
export async function takeSyncLease(
  database: Database,
  ref: ConnectionRef,
  { lease, heartbeat }: LeaseTimes = TIMES,
): Promise<SyncLease | undefined> {
  const seconds = lease / 1_000
  let takenAt = performance.now()
  let claim = await database.inTenant(ref.tenantId, (tx) => takeSync(tx, ref, seconds))
  if (claim === undefined) return undefined
  const lost = new AbortController()
  let renewing: Promise<void> = Promise.resolve()
  const renew = async () => {
    const held = claim
    if (held === undefined) return
    const askedAt = performance.now()
    claim = await database.inTenant(ref.tenantId, (tx) => renewSync(tx, ref, { claim: held, seconds }))
    if (claim !== undefined) takenAt = askedAt
  }
  const heart = setInterval(() => {
    // A beat that is missed is made up for by the next, unless the lease ran out in between.
    renewing = renewing.then(renew).catch(() => {})
    void renewing.then(() => {
      if (claim === undefined || performance.now() - takenAt > lease)
        lost.abort(new Error('the sync was taken over'))
    })
  }, heartbeat)
  return {
    lost: lost.signal,
    async release() {
      clearInterval(heart)
      await renewing
      const held = claim
      if (held !== undefined) await database.inTenant(ref.tenantId, (tx) => endSync(tx, ref, held))
    },
  }
}
