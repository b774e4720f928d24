import type { IncomingMessage } from 'node:http'
import type { Context } from 'koa'
import { announcesBody } from './read-body.ts'

/** How long and how much is still read from a sender that has its answer already. */
const LINGER = { milliseconds: 500, bytes: 8 * 1_024 * 1_024 }

/** Whether the answer is ready although the body has not been read to its end: a refusal before or within it. */
export function isEarly({ req, res }: Context): boolean {
  return announcesBody(req) && !req.complete && !res.headersSent
}

/**
 * Sends the answer and ends the connection. Left to itself node:http would read and throw away the rest for as long
 * as the sender likes to send; cut at once, the sender would meet a reset instead of the answer. So it is read on
 * for a moment, in which an honest client sees the answer and stops.
 */
export async function answerEarly(ctx: Context): Promise<void> {
  const { req, res, body } = ctx
  res.setHeader('Connection', 'close')
  if (typeof body !== 'string' && !Buffer.isBuffer(body)) return
  ctx.respond = false
  res.setHeader('Content-Length', Buffer.byteLength(body))
  res.write(body)
  await readOn(req)
  res.end()
}

function readOn(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LINGER.milliseconds)
    const stop = () => {
      clearTimeout(timer)
      request.pause()
      resolve()
    }
    let left = LINGER.bytes
    request.on('data', (chunk: Buffer) => {
      left -= chunk.length
      if (left < 0) stop()
    })
    request.once('close', stop)
    request.once('end', stop)
    request.resume()
  })
}
