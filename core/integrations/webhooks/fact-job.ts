import type { ProviderFact } from '@askpro/plugin-sdk'
import type { NewJob } from '../../platform/jobs/job.ts'
import type { ConnectionRef } from '../connections/connection.ts'

/** Has a fact taken by whoever acts on its kind, however often it takes. `receivedAt` in epoch milliseconds. */
export const factJob = (
  { tenantId, connectionId }: ConnectionRef,
  fact: ProviderFact,
  receivedAt: number,
): NewJob => ({
  kind: 'fact.accept',
  tenantId,
  payload: { connection_id: connectionId, fact, received_at: receivedAt },
})
