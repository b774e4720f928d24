import { findRestores } from '../platform/db/restores.ts'
import type { Tx } from '../platform/db/tx.ts'
import { yearSeries } from './invoice-number.ts'

/**
 * The series that numbers are given from now (epoch milliseconds). After a restore within the year it is a new one
 * (2026R1): the old one may have gone on after the backup, and a number that was given once is never given again.
 */
export async function currentSeries(tx: Tx, now: number, zone: string): Promise<string> {
  const year = yearSeries(now, zone)
  const restores = (await findRestores(tx)).filter((at) => yearSeries(at, zone) === year)
  return restores.length === 0 ? year : `${year}R${restores.length}`
}
