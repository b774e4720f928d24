import { randomBytes } from 'node:crypto'
import type { TranscriptEntry, Word } from '../retell/retell-call.ts'

/** Milliseconds of the scripted clock: what a word, a breath between words, a change of speaker and a function take. */
const pace = { perLetter: 60, perWord: 120, betweenWords: 40, turn: 600, functionCall: 900 }

/**
 * What is said and asked in one call, with the times a real one would have: the scripted clock runs by the length of
 * the words, however fast the script is played.
 */
export class CallRecord {
  readonly entries: TranscriptEntry[] = []
  #elapsedMs = 500

  get elapsedMs(): number {
    return this.#elapsedMs
  }

  say(role: 'agent' | 'user', content: string): void {
    const words = content.split(/\s+/).map((word) => this.#speak(word))
    this.entries.push({ role, content, words })
    this.#elapsedMs += pace.turn
  }

  /** Returns the id of the tool call, which its result will bear. */
  invoke(name: string, args: Readonly<Record<string, unknown>>): string {
    const id = `tool_call_${randomBytes(6).toString('hex')}`
    this.entries.push({
      role: 'tool_call_invocation',
      tool_call_id: id,
      name,
      arguments: JSON.stringify(args),
    })
    return id
  }

  /** The model reads the first 15,000 characters of an answer. */
  answer(toolCallId: string, content: string, successful: boolean): void {
    const read = content.slice(0, 15_000)
    this.entries.push({ role: 'tool_call_result', tool_call_id: toolCallId, content: read, successful })
    this.#elapsedMs += pace.functionCall
  }

  #speak(word: string): Word {
    const start = this.#elapsedMs
    const end = start + word.length * pace.perLetter + pace.perWord
    this.#elapsedMs = end + pace.betweenWords
    return { word, start: start / 1000, end: end / 1000 }
  }
}
