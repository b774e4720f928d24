import type { OutboundPost } from '../integrations/index.ts'
import { isBroken } from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { SecretBox } from '../platform/crypto/secret-box.ts'
import type { Database } from '../platform/db/database.ts'
import type { EventSink } from '../platform/events/event.ts'
import { findEvent } from '../platform/events/event-reader.ts'
import type { JobHandler, JobOutcome, JobRun } from '../platform/jobs/job.ts'
import type { Logger } from '../platform/log/logger.ts'
import { DELIVER, type Delivery } from './delivery.ts'
import { send } from './delivery-attempt.ts'
import { DeliveryLedger } from './delivery-ledger.ts'
import { findDelivery } from './delivery-repository.ts'
import { PING, restOf } from './endpoint.ts'
import { EndpointGates } from './endpoint-gates.ts'
import { findEndpoint, type SealedEndpoint } from './endpoint-repository.ts'
import { openSecrets } from './endpoint-secrets.ts'
import { eventMessage, pingMessage } from './message.ts'
import type { Message } from './signature.ts'

export interface DeliveryJobParts {
  database: Database
  post: OutboundPost
  box: SecretBox
  events: EventSink
  clock: Clock
  log: Logger
  /** 0 up to 1; default Math.random. */
  random?: () => number
}

/** Of which one endpoint gets a quarter at most. */
const CONCURRENCY = 32
/** The attempts of the schedule count in the delivery; these are for runners that died over one. */
const RUNS = 30

interface Found {
  delivery: Delivery
  endpoint: SealedEndpoint
  /** Undefined where the event is not kept any more. */
  message: Message | undefined
}

export function deliveryJobs(parts: DeliveryJobParts): JobHandler[] {
  const gates = new EndpointGates()
  const ledger = new DeliveryLedger(parts)
  return [
    {
      kind: DELIVER,
      maxAttempts: RUNS,
      concurrency: CONCURRENCY,
      run: (run) => deliver({ ...parts, gates, ledger }, run),
    },
  ]
}

type Working = DeliveryJobParts & { gates: EndpointGates; ledger: DeliveryLedger }

async function deliver(working: Working, run: JobRun): Promise<JobOutcome> {
  const found = await find(working, run)
  if (!found) return { is: 'cancel', why: 'the delivery is not there any more, or was started again' }
  const { delivery, endpoint, message } = found
  if (delivery.state !== 'waiting') return { is: 'done' }
  if (endpoint.state.is === 'disabled') return working.ledger.drop(found, 'The endpoint is disabled.')
  if (!message) return working.ledger.drop(found, 'The event is not kept any more.')
  const secrets = openSecrets(working.box, endpoint, endpoint.secrets)
  if (!secrets) return working.ledger.disable(found, 'secret_lost')
  const closed = working.gates.closedFor(endpoint.id)
  if (closed !== undefined) return later(working, delivery, closed)
  const sending = { url: endpoint.url, message, secrets, signal: run.signal }
  try {
    const through = <T>(work: () => Promise<T>) => working.gates.through(endpoint.id, work)
    const sent = await send(working.post, { sending, at: working.clock.now(), through })
    return await working.ledger.record(found, sent)
  } catch (error) {
    if (isBroken(error)) return later(working, delivery, 0)
    throw error
  }
}

/** In the tenant's own scope. Nothing where the job is of an earlier round. */
async function find({ database }: Working, { tenantId, payload }: JobRun): Promise<Found | undefined> {
  if (tenantId === null) return undefined
  return database.inTenant(tenantId, async (tx) => {
    const delivery = await findDelivery(tx, tenantId, String(payload.delivery_id))
    if (!delivery || delivery.round !== payload.round) return undefined
    const endpoint = await findEndpoint(tx, tenantId, delivery.endpointId)
    if (!endpoint) return undefined
    if (delivery.eventType === PING) return { delivery, endpoint, message: pingMessage(delivery) }
    const event = await findEvent(tx, tenantId, delivery.eventId)
    return { delivery, endpoint, message: event && eventMessage(event) }
  })
}

/** Does not count as an attempt: nothing was sent. */
function later({ clock, random = Math.random }: Working, { createdAt }: Delivery, pause: number): JobOutcome {
  const now = clock.now()
  const why = 'The endpoint has no place free, or does not answer and is paused.'
  return { is: 'snooze', until: now + restOf(now - createdAt, random(), pause), why }
}
