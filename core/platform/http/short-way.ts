import type { IncomingMessage } from 'node:http'
import { type Authenticator, credentialsOf } from './authenticator.ts'
import type { Claim, Way } from './before-koa.ts'
import type { KeptReplies, KeptReply } from './kept-replies.ts'
import { mayCall } from './permission.ts'
import type { RateLimits } from './rate-limits.ts'
import { announcesBody } from './read-body.ts'
import { isKnown, type SentReply } from './sent-reply.ts'

export interface ShortWayParts {
  kept: KeptReplies
  authenticate: Authenticator
  rates: RateLimits
}

/** Answers from the kept replies what would be answered the same the long way. */
export class ShortWay implements Way {
  readonly #parts: ShortWayParts

  constructor(parts: ShortWayParts) {
    this.#parts = parts
  }

  claim(request: IncomingMessage): Promise<Claim> | undefined {
    const ofUrl = isPlainQuestion(request) ? this.#parts.kept.at(request.url ?? '') : undefined
    return ofUrl && this.#claim(request, ofUrl)
  }

  async #claim({ headers }: IncomingMessage, ofUrl: ReadonlyMap<string, KeptReply>): Promise<Claim> {
    const { authenticate, rates } = this.#parts
    const { actor, tenantId } = await authenticate(credentialsOf(headers))
    const kept = ofUrl.get(tenantId)
    if (!kept?.counts() || !mayCall(actor, kept.route.permission)) throw NOT_HERE
    const { route } = kept
    const limits = await rates.take(route.rate, actor.keyId)
    return { route, tenantId, limits, reply: () => sentReply(kept, headers['if-none-match']) }
  }
}

/** Caught at once; made once, since an error costs more than all that is done before it. */
const NOT_HERE = new Error('there is no kept reply for this caller')

function sentReply({ headers, type, bytes }: KeptReply, known: string | undefined): SentReply {
  const isSame = isKnown(headers.ETag, known)
  return { status: isSame ? 304 : 200, headers, type, content: isSame ? undefined : bytes }
}

/** All that a reply may depend on is then its URL and who asks. */
function isPlainQuestion(request: IncomingMessage): boolean {
  const { method, headers } = request
  if (method !== 'GET' && method !== 'HEAD') return false
  return headers['idempotency-key'] === undefined && !announcesBody(request)
}
