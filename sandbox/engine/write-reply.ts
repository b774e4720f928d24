import type { ServerResponse } from 'node:http'
import type { Reply } from './reply.ts'

/** Sends a reply with its length; header names given by the reply win over the default content type. */
export function writeReply(response: ServerResponse, reply: Reply): void {
  const { body, headers = {} } = reply
  const text = typeof body === 'object' ? JSON.stringify(body) : (body ?? '')
  if (typeof body === 'object') response.setHeader('content-type', 'application/json; charset=utf-8')
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  if (reply.status !== 204) response.setHeader('content-length', Buffer.byteLength(text))
  response.statusCode = reply.status
  response.end(text)
}
