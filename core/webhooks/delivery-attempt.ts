import {
  AddressRefused,
  isBroken,
  NoAnswer,
  type OutboundPost,
  type PostAnswer,
} from '../integrations/index.ts'
import type { Attempt } from './delivery.ts'
import type { Message } from './signature.ts'
import { type SigningSecrets, signedHeaders } from './signature.ts'

export interface Sending {
  url: string
  message: Message
  secrets: SigningSecrets
  signal: AbortSignal
}

export interface Sent {
  attempt: Attempt
  /** Milliseconds that the receiver asked to wait. */
  retryAfter: number | undefined
}

const isAccepted = (status: number): boolean => status >= 200 && status < 300

/** One request. Rejects where it was given up from this side or the endpoint is paused: then there was no attempt. */
export async function send(
  post: OutboundPost,
  {
    sending,
    at,
    through,
  }: {
    sending: Sending
    /** Epoch milliseconds of the business clock, for the log. */
    at: number
    through: (work: () => Promise<PostAnswer>) => Promise<PostAnswer>
  },
): Promise<Sent> {
  const { url, message, secrets, signal } = sending
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'AskPro-Hub-Webhooks',
    ...signedHeaders(secrets, message, Date.now()),
  }
  const begun = performance.now()
  const taken = () => Math.round(performance.now() - begun)
  try {
    const answer = await through(() => post.send({ url, headers, body: message.body, signal }))
    return { attempt: { at, durationMs: taken(), ...judged(answer) }, retryAfter: answer.retryAfter }
  } catch (error) {
    if (isBroken(error) || !(error instanceof AddressRefused || error instanceof NoAnswer)) throw error
    const nothing = { status: undefined, answer: undefined, error: error.message }
    return { attempt: { at, durationMs: taken(), ...nothing }, retryAfter: undefined }
  }
}

function judged({ status, start }: PostAnswer): Pick<Attempt, 'status' | 'answer' | 'error'> {
  const redirected = status >= 300 && status < 400
  const error = redirected ? `A redirect (${status}) is not followed.` : `It was answered with ${status}.`
  return { status, answer: start, error: isAccepted(status) ? undefined : error }
}
