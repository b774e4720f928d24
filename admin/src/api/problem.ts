import { hubSays } from '../words/hub/hub-says.ts'
import type { components } from './schema'

/** A problem document (RFC 9457) as the hub sends it, with what a code brings along. */
export type Problem = components['schemas']['Problem'] & Record<string, unknown>

/** Nothing came from the hub; `status` is 0 where nothing came at all. */
export const unreached = (status: number, detail: string): Problem => ({
  type: 'about:blank',
  title: '',
  status,
  code: 'unreachable',
  request_id: '',
  detail,
})

/** What was thrown, as a problem in the reader's words: status 0 and code `unreachable` where no answer came at all. */
export function problemOf(thrown: unknown): Problem {
  if (isProblem(thrown)) return inWords(thrown)
  return unreached(0, thrown instanceof Error ? thrown.message : String(thrown))
}

function inWords({ title, detail, errors, ...problem }: Problem): Problem {
  return {
    ...problem,
    title: hubSays(title),
    ...(detail === undefined ? {} : { detail: hubSays(detail) }),
    ...(errors === undefined
      ? {}
      : { errors: errors.map(({ path, message }) => ({ path, message: hubSays(message) })) }),
  }
}

function isProblem(thrown: unknown): thrown is Problem {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'status' in thrown
}

/** Worth trying again by itself: nothing answered, or what answered was busy. A refusal stays one. */
export function isPassing(thrown: unknown): boolean {
  const { status } = problemOf(thrown)
  return status === 0 || status === 503 || status === 429 || status === 502 || status === 504
}
