import type { IncomingMessage, ServerResponse } from 'node:http'
import { HubError } from '../errors.ts'

/** Whether bytes follow the headers (RFC 9112, section 6.3). */
export function announcesBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/**
 * The whole body, at most `limit` bytes: 413 from the announced length before a byte is read, else as soon as one
 * too many arrives. Bodies compressed by the sender are refused, since a small one can unpack to gigabytes.
 */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  limit: number,
): Promise<Buffer> {
  if (!announcesBody(request)) return Buffer.alloc(0)
  refuseEncoding(request)
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit)
  // Only now: a sender that asked first (Expect: 100-continue) never sends what would be refused.
  if (request.headers.expect !== undefined) response.writeContinue()
  return collectBody(request, limit)
}

/** Of a body whose announcement was looked at. */
export function collectBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (request.destroyed) return reject(brokenOff())
    const chunks: Buffer[] = []
    let size = 0
    const onData = (chunk: Buffer) => {
      size += chunk.length
      chunks.push(chunk)
      if (size <= limit) return
      request.off('data', onData)
      request.pause()
      reject(tooLarge(limit))
    }
    request.on('data', onData)
    // Each of them comes once, and what `once` adds costs more than these do.
    request.on('end', () => resolve(joined(chunks, size)))
    request.on('error', (cause) => reject(brokenOff(cause)))
    // It also closes after a good end, and an error that nobody needs costs more than the rest of this function.
    request.on('close', () => request.readableEnded || reject(brokenOff()))
  })
}

/** Most come in one piece, which need not be copied. */
function joined(chunks: readonly Buffer[], size: number): Buffer {
  const [only] = chunks
  return only && chunks.length === 1 ? only : Buffer.concat(chunks, size)
}

function refuseEncoding({ headers }: IncomingMessage): void {
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding.toLowerCase() === 'identity') return
  throw new HubError('unsupported_media_type', { detail: 'Send the body without Content-Encoding.' })
}

function tooLarge(limit: number): HubError {
  return new HubError('payload_too_large', { detail: `Send at most ${limit} bytes.` })
}

function brokenOff(cause?: Error): HubError {
  return new HubError('bad_request', { detail: 'The body broke off. Send the request again.', cause })
}
