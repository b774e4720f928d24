import type { CallTurn } from '@askpro/plugin-sdk'

/** One entry of `transcript_object` or `transcript_with_tool_calls`; the words' times are seconds into the call. */
export interface RetellTurn {
  role?: string
  content?: unknown
  words?: Array<{ start?: number; end?: number }>
  tool_call_id?: string
  name?: string
}

/** Undefined where the provider told no conversation; what it marks in it besides speech and invocations is left out. */
export function turnsOf(entries: unknown): CallTurn[] | undefined {
  if (!Array.isArray(entries)) return undefined
  return entries.flatMap((entry: unknown) => (isEntry(entry) ? turnOf(entry) : []))
}

function turnOf({ role, content, words, tool_call_id: toolCallId }: RetellTurn): CallTurn[] {
  if (role === 'tool_call_invocation') return toolCallId ? [{ by: 'function', toolCallId }] : []
  if ((role !== 'agent' && role !== 'user') || typeof content !== 'string') return []
  const said = { by: role === 'agent' ? ('agent' as const) : ('caller' as const), text: content }
  return [{ ...said, ...timesOf(words) }]
}

function timesOf(words: RetellTurn['words']): { startMs?: number; endMs?: number } {
  const [start, end] = [words?.[0]?.start, words?.at(-1)?.end]
  return {
    ...(typeof start === 'number' ? { startMs: Math.round(start * 1_000) } : {}),
    ...(typeof end === 'number' ? { endMs: Math.round(end * 1_000) } : {}),
  }
}

const isEntry = (entry: unknown): entry is RetellTurn => typeof entry === 'object' && entry !== null
