import type { TranscriptEntry, Utterance } from './retell-call.ts'

/** The plain transcript as the provider prints it: one line an utterance, tool calls left out. */
export function transcriptText(entries: readonly TranscriptEntry[]): string {
  return utterances(entries)
    .map(({ role, content }) => `${role === 'agent' ? 'Agent' : 'User'}: ${content}\n`)
    .join('')
}

export function utterances(entries: readonly TranscriptEntry[]): Utterance[] {
  return entries.filter((entry): entry is Utterance => 'words' in entry)
}
