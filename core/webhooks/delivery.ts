/** One event for one endpoint. Times are epoch milliseconds of the business clock. */
export interface Delivery {
  id: string
  tenantId: string
  endpointId: string
  /** The message's id for the receiver, the same for each attempt and round. */
  eventId: string
  eventType: string
  state: 'waiting' | 'delivered' | 'failed'
  /** Rises each time it is started again from its first attempt. */
  round: number
  /** Attempts of this round. */
  tries: number
  /** Why the last attempt did not succeed, or why there is no further one. */
  lastError: string | undefined
  createdAt: number
  endedAt: number | undefined
}

/** One request, and what came of it. */
export interface Attempt {
  at: number
  durationMs: number
  /** Undefined where no answer came. */
  status: number | undefined
  /** Undefined where it was accepted. */
  error: string | undefined
  /** How the answer's body began. */
  answer: string | undefined
}

export const deliveryStates = ['waiting', 'delivered', 'failed'] as const

/** The job that works on a round of a delivery: one, however often it is asked for. */
export const DELIVER = 'webhook.deliver'

export function deliveryJob({ tenantId, id, round }: Pick<Delivery, 'tenantId' | 'id' | 'round'>) {
  return { kind: DELIVER, tenantId, payload: { delivery_id: id, round }, uniqueKey: `${id}:${round}` }
}
