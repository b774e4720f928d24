import { createHash } from 'node:crypto'
import type { Reply, StandInContext, StandInRequest } from '../engine/index.ts'
import { refuse } from './stripe-errors.ts'
import { requestIdOf } from './stripe-id.ts'
import type { StoredReply, StripeState } from './stripe-state.ts'

type Context = StandInContext<StripeState>

const daySeconds = 86_400

/**
 * Gives a POST with an `Idempotency-Key` the answer first given under that key, errors of the work included; refuses
 * a key that comes back with something else. Answers that reject the request itself (400, 404 and the like) are not
 * kept, as the provider says, so a corrected request may reuse the key.
 */
export function onceByKey(request: StandInRequest, context: Context, work: () => Reply): Reply {
  const key = keyOf(request)
  if (key === undefined) return work()
  const stored = find(context, key)
  if (stored) return replay(request, stored)
  const reply = work()
  if (reply.status < 300 || reply.status === 402) store(request, context, reply)
  return reply
}

/**
 * Keeps a 500 under the request's key: in place of a good answer when the work was done and only the answer failed,
 * as the first answer when nothing was done. A stored answer of an earlier request stays.
 */
export function storeFailure(request: StandInRequest, context: Context, reply: Reply): void {
  const key = keyOf(request)
  const stored = key === undefined ? undefined : find(context, key)
  if (key === undefined || (stored && stored.requestId !== requestIdOf(request))) return
  context.state.stored_replies = context.state.stored_replies.filter((other) => other !== stored)
  store(request, context, reply)
  context.save()
}

function keyOf({ method, headers }: StandInRequest): string | undefined {
  return method === 'POST' ? headers['idempotency-key'] : undefined
}

function find({ state, now }: Context, key: string): StoredReply | undefined {
  const oldest = now() / 1000 - daySeconds
  state.stored_replies = state.stored_replies.filter(({ at }) => at >= oldest)
  return state.stored_replies.find((stored) => stored.key === key)
}

function store(request: StandInRequest, { state, now }: Context, { status, body }: Reply): void {
  state.stored_replies.push({
    key: keyOf(request) ?? '',
    path: request.path,
    fingerprint: fingerprint(request),
    requestId: requestIdOf(request),
    at: now() / 1000,
    status,
    body: typeof body === 'string' ? body : JSON.stringify(body ?? {}),
  })
}

function replay(request: StandInRequest, stored: StoredReply): Reply {
  const advice = `Try using a key other than '${stored.key}' if you meant to execute a different request.`
  const rule =
    stored.path === request.path
      ? 'Keys for idempotent requests can only be used with the same parameters they were first used with.'
      : `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${stored.path}').`
  if (stored.fingerprint !== fingerprint(request))
    refuse(400, { type: 'idempotency_error', message: `${rule} ${advice}` })
  return {
    status: stored.status,
    body: stored.body,
    headers: {
      'content-type': 'application/json',
      'idempotent-replayed': 'true',
      'original-request': stored.requestId,
    },
  }
}

/** The order of the parameters does not matter. */
function fingerprint({ path, raw }: StandInRequest): string {
  const params = raw.toString('utf8').split('&').sort().join('&')
  return createHash('sha256').update(`${path}\n${params}`).digest('hex')
}
