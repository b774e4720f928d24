import type { RecordedWebhook } from './replay-webhook.ts'

/** A running hub, as somebody with an API key of the connection's owner sees it. */
export interface HubInbox {
  /** Such as `http://127.0.0.1:3000`. */
  hub: string
  /** Needs the scopes connections:read and payloads:read. */
  key: string
  /** The connection's id. */
  connection: string
}

interface RawDelivery {
  hook: string
  headers: Record<string, string>
  body_base64: string
  received_at: string
}

/** Milliseconds. */
const DEADLINE = 10_000

/** What the hub received last over a connection, byte for byte; without settings, since secrets are never told. */
export async function lastWebhook(inbox: HubInbox): Promise<RecordedWebhook> {
  const list = await ask<{ data: Array<{ id: string }> }>(
    inbox,
    `/v1/connections/${inbox.connection}/deliveries?limit=1`,
  )
  const [last] = list.data
  if (!last) throw new Error('The hub has received nothing over this connection yet.')
  const { hook, headers, body_base64, received_at } = await ask<RawDelivery>(
    inbox,
    `/v1/deliveries/${last.id}/raw`,
  )
  return { hook, headers, body: Buffer.from(body_base64, 'base64'), received_at: Date.parse(received_at) }
}

async function ask<T>({ hub, key }: HubInbox, path: string): Promise<T> {
  const reply = await fetch(new URL(path, hub), {
    headers: { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(DEADLINE),
  })
  const body = (await reply.json()) as T & { detail?: string; title?: string }
  if (reply.ok) return body
  throw new Error(`The hub answers ${reply.status}: ${body.detail ?? body.title}`)
}
