import type { CallFactFields } from './call.ts'

/** What was said. Milliseconds from the start of the call; null where nobody told. */
export interface SpokenTurn {
  by: 'agent' | 'caller'
  text: string
  startMs: number | null
  endMs: number | null
}

type Facts = Pick<CallFactFields, 'turns' | 'transcript' | 'startedAt'>

/** The conversation; without times where the provider told only its text. */
export function turnsOf({ turns, transcript }: Pick<Facts, 'turns' | 'transcript'>): SpokenTurn[] {
  if (!turns) return linesOf(transcript ?? '')
  return turns.flatMap((turn) =>
    turn.by === 'function'
      ? []
      : [{ by: turn.by, text: turn.text, startMs: turn.startMs ?? null, endMs: turn.endMs ?? null }],
  )
}

const LINE = /^(agent|user|caller|assistant|bot|human)\s*:\s*/i

/** `Agent: ...` and `User: ...`, a line each; a line without either goes on from the one before. */
function linesOf(transcript: string): SpokenTurn[] {
  const turns: SpokenTurn[] = []
  for (const line of transcript.split('\n').filter((each) => each.trim() !== '')) {
    const [head, speaker = ''] = LINE.exec(line) ?? []
    const last = turns.at(-1)
    if (head === undefined && last) last.text += `\n${line}`
    else turns.push(untimed(speaker, line.slice(head?.length ?? 0)))
  }
  return turns
}

const untimed = (speaker: string, text: string): SpokenTurn => ({
  by: /^(user|caller|human)$/i.test(speaker) ? 'caller' : 'agent',
  text,
  startMs: null,
  endMs: null,
})

export interface Placed {
  /** So many turns were spoken before it. */
  afterTurns: number
  /** Milliseconds from the start of the call; null where that is not known. */
  offsetMs: number | null
}

interface Asked {
  tool_call_id: string | null
  started_at: Date
}

/**
 * Where in the conversation a function was called: where the provider says so, else by the clocks. The clocks of the
 * two may differ, so a call that has its place is never shown outside of it.
 */
export function placeOf(facts: Facts, { tool_call_id: id, started_at: at }: Asked): Placed {
  const spoken = turnsOf(facts)
  const byClock = facts.startedAt === undefined ? null : Math.max(0, at.getTime() - facts.startedAt)
  const place = id === null ? undefined : placeById(facts.turns ?? [], id)
  if (place === undefined) return { afterTurns: spokenBefore(spoken, byClock), offsetMs: byClock }
  if (byClock === null) return { afterTurns: place, offsetMs: spoken[place - 1]?.endMs ?? null }
  const from = spoken[place - 1]?.endMs ?? 0
  const to = spoken[place]?.startMs ?? Number.POSITIVE_INFINITY
  return { afterTurns: place, offsetMs: Math.max(from, Math.min(byClock, Math.max(from, to))) }
}

function placeById(turns: NonNullable<Facts['turns']>, id: string): number | undefined {
  const at = turns.findIndex((turn) => turn.by === 'function' && turn.toolCallId === id)
  return at < 0 ? undefined : turns.slice(0, at).filter(({ by }) => by !== 'function').length
}

/** Without times everything was said before. */
function spokenBefore(spoken: readonly SpokenTurn[], offset: number | null): number {
  if (offset === null) return spoken.length
  const next = spoken.findIndex(({ startMs }) => startMs !== null && startMs > offset)
  return next < 0 ? spoken.length : next
}
