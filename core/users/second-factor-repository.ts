import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'

const account = (id: string) => sql('directory_users').where({ id })

/** The secret, sealed, of an app that has not shown a code yet. */
export async function setPending(tx: Tx, userId: string, sealed: string): Promise<void> {
  await tx.run(account(userId).update({ totp_pending: sealed }))
}

export async function findPending(tx: Tx, userId: string): Promise<string | null> {
  const row = await tx.first<{ totp_pending: string | null }>(account(userId).select('totp_pending'))
  return row?.totp_pending ?? null
}

/** From now on a code is asked for. False where another secret was begun with meanwhile. */
export async function switchOn(
  tx: Tx,
  userId: string,
  { sealed, step, hashes }: { sealed: string; step: number; hashes: Buffer[] },
): Promise<boolean> {
  const changed = await tx.run(
    account(userId)
      .where({ totp_pending: sealed })
      .update({ totp_secret: sealed, totp_pending: null, totp_counter: step, recovery_hashes: hashes }),
  )
  return changed === 1
}

export async function switchOff(tx: Tx, userId: string): Promise<void> {
  const none = { totp_secret: null, totp_pending: null, totp_counter: null, recovery_hashes: [] }
  await tx.run(account(userId).update(none))
}

/** True once for each step, and never for one before it. */
export async function spendStep(tx: Tx, userId: string, step: number): Promise<boolean> {
  const changed = await tx.run(
    account(userId).whereRaw('coalesce(totp_counter, 0) < ?', [step]).update({ totp_counter: step }),
  )
  return changed === 1
}

/** True once for each code. */
export async function spendRecoveryCode(tx: Tx, userId: string, hash: Buffer): Promise<boolean> {
  const changed = await tx.run(
    account(userId)
      .whereRaw('? = any (recovery_hashes)', [hash])
      .update({ recovery_hashes: sql.raw('array_remove(recovery_hashes, ?)', [hash]) }),
  )
  return changed === 1
}

/** False where no code is asked for. */
export async function replaceRecoveryCodes(tx: Tx, userId: string, hashes: Buffer[]): Promise<boolean> {
  const changed = await tx.run(
    account(userId).whereNotNull('totp_secret').update({ recovery_hashes: hashes }),
  )
  return changed === 1
}

export async function countRecoveryCodes(tx: Tx, userId: string): Promise<number> {
  const row = await tx.first<{ left: number }>(
    account(userId).select(sql.raw('cardinality(recovery_hashes) as left')),
  )
  return row?.left ?? 0
}
