import type { StoredEvent } from '../platform/events/event.ts'
import { presentEvent } from '../platform/events/event-routes.ts'
import type { Delivery } from './delivery.ts'
import type { Message } from './signature.ts'

/** The same bytes at each attempt. `data` is the event as `GET /v1/events` shows it. */
export function eventMessage(event: StoredEvent): Message {
  const data = presentEvent(event)
  return { id: event.id, body: JSON.stringify({ type: data.type, timestamp: data.occurred_at, data }) }
}

export function pingMessage({ eventId, eventType, endpointId, createdAt }: Delivery): Message {
  const timestamp = new Date(createdAt).toISOString()
  return {
    id: eventId,
    body: JSON.stringify({ type: eventType, timestamp, data: { endpoint_id: endpointId } }),
  }
}
