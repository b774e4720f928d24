import type { DrillRow } from '../drill-row.ts'
import { bookingRows } from './booking-rows.ts'
import { clockChangeRows } from './clock-change-rows.ts'
import { clockRows } from './clock-rows.ts'
import { deadlyJobRows } from './deadly-job-rows.ts'
import { killRows } from './kill-rows.ts'
import { postgresRows } from './postgres-rows.ts'
import { providerRows } from './provider-rows.ts'
import { redisRows } from './redis-rows.ts'
import { repeatRows } from './repeat-rows.ts'
import { webhookRows } from './webhook-rows.ts'

/** Every fault of the drill, in the order in which they are run; those that turn the clock come last. */
export const rows: readonly DrillRow[] = [
  ...killRows,
  ...repeatRows,
  ...redisRows,
  ...postgresRows,
  ...deadlyJobRows,
  ...providerRows,
  ...webhookRows,
  ...bookingRows,
  ...clockRows,
  ...clockChangeRows,
]
