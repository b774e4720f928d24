import type { Told, Witness } from '../witness.ts'

/** Milliseconds: a caller on the phone, and a client of the API, who must not be left hanging either. */
const BUDGET = { function: 2_500, api: 15_000 } as const

export interface Allowances {
  /** Somebody may have been left without an answer. */
  unanswered: boolean
  /** See `slowness`. */
  slowness: number
}

/** Answers as such: that there was one, in time, speakable, and that a failure says when to come again. */
export function badAnswers({ told }: Witness, allowances: Allowances): string[] {
  const all = told.flatMap((one) => {
    const problems = one.status === undefined ? silence(one, allowances) : complaints(one, allowances)
    return problems.map((problem) => `${one.asked}: ${problem}`)
  })
  const times = Map.groupBy(all, (text) => text)
  return [...times].map(([text, { length }]) => (length > 1 ? `${text} (${length} times)` : text))
}

const silence = ({ took }: Told, { unanswered }: Allowances): string[] =>
  unanswered ? [] : [`no answer (after ${took} ms)`]

function complaints(
  { by, took, status = 0, speechless, retryAfter }: Told,
  { slowness }: Allowances,
): string[] {
  const wrong: Array<[boolean, string]> = [
    [took > BUDGET[by] * slowness, `answered after ${took} ms`],
    [by === 'function' && status !== 200, `the agent was answered ${status}`],
    [speechless === true && status === 200, 'the answer has nothing to say'],
    [status >= 500 && retryAfter === null, `${status} without Retry-After`],
  ]
  return wrong.flatMap(([is, what]) => (is ? [what] : []))
}
