/**
 * What a mid-call function answers, always with HTTP 200. `status` is for the machine, `say` is to be spoken as it
 * is, `data` holds ids the agent passes on, `missing` names what to ask the caller for.
 */
export interface FunctionAnswer {
  status: string
  say: string
  data: Record<string, unknown>
  missing: string[]
}

/** Sent along with every answer, so that no model falls back to the year it was trained in. */
export interface Today {
  date: string
  weekday: string
}

export function answer(
  status: string,
  say: string,
  more: Partial<Pick<FunctionAnswer, 'data' | 'missing'>> = {},
): FunctionAnswer {
  return { status, say, data: more.data ?? {}, missing: more.missing ?? [] }
}
