import type { Duplex } from 'node:stream'
import { STATUS_CODES } from './node-http.ts'
import { PROBLEM_TYPE } from './problem.ts'

const STATUSES: Record<string, number> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 }

/**
 * Answers what never became a request (garbage, ambiguous framing, too many headers, too slow) and cuts the
 * connection: nothing that follows on it can be trusted to be a request of its own.
 */
export function refuseBrokenRequest(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = STATUSES[error.code ?? ''] ?? 400
  const title = STATUS_CODES[status]
  const body = JSON.stringify({ type: 'about:blank', title, status, code: 'bad_request' })
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    'Connection: close',
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
