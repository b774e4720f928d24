import type { Bench } from '../bench.ts'
import type { Figure } from '../report/figure.ts'
import { cachedRow, uncachedRow } from './availability-rows.ts'
import { bookingRow } from './booking-row.ts'
import { engineRow } from './engine-row.ts'
import { functionRow } from './function-row.ts'
import { holdRow } from './hold-row.ts'
import { jobRow } from './job-row.ts'
import { mixedRow } from './mixed-row.ts'
import { outboundRow } from './outbound-row.ts'
import { pickUpRow } from './pick-up-row.ts'
import { replicaRow } from './replica-row.ts'
import { slowWorkerRow } from './slow-worker-row.ts'
import { startRow } from './start-row.ts'
import { syncRow } from './sync-row.ts'
import { webhookRow } from './webhook-row.ts'

/** In the order in which they are taken. */
export const ROWS: Readonly<Record<string, (bench: Bench) => Promise<Figure[]>>> = {
  engine: engineRow,
  bookings: bookingRow,
  'hold-and-book': holdRow,
  'availability-cached': cachedRow,
  'availability-uncached': uncachedRow,
  'webhook-accept': webhookRow,
  'webhook-slow-worker': slowWorkerRow,
  functions: functionRow,
  'mixed-load': mixedRow,
  replicas: replicaRow,
  jobs: jobRow,
  'pick-up': pickUpRow,
  sync: syncRow,
  outbound: outboundRow,
  start: startRow,
}
