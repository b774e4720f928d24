/** What a function of the hub answers: a status, a sentence to read out, and ids to pass on. */
export type HubAnswer = {
  status: string
  say: string
  data: Readonly<Record<string, unknown>>
  missing: string[]
  today: { date: string; weekday: string }
}

/** Reads an answer as a careful agent would: what is missing or misshapen counts as empty, nothing is made up. */
export function parseHubAnswer(body: string): HubAnswer {
  const answer = record(parsed(body))
  const today = record(answer.today)
  return {
    status: text(answer.status),
    say: text(answer.say),
    data: record(answer.data),
    missing: (Array.isArray(answer.missing) ? answer.missing : []).map(String),
    today: { date: text(today.date), weekday: text(today.weekday) },
  }
}

/** What the agent has when a function did not answer: nothing to say and nothing to go on. */
export const noAnswer: HubAnswer = {
  status: 'failed',
  say: '',
  data: {},
  missing: [],
  today: { date: '', weekday: '' },
}

export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
