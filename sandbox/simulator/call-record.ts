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
  readonly #speed: number
  #elapsedMs: number

  /** `speed`: how many times as fast as people everything is said. */
  constructor(speed = 1) {
    this.#speed = speed
    this.#elapsedMs = 500 / speed
  }

  get elapsedMs(): number {
    return Math.round(this.#elapsedMs)
  }

  say(role: 'agent' | 'user', content: string): void {
    const words = content.split(/\s+/).map((word) => this.#speak(word))
    this.entries.push({ role, content, words })
    this.#elapsedMs += pace.turn / this.#speed
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
    this.#elapsedMs += pace.functionCall / this.#speed
  }

  #speak(word: string): Word {
    const start = this.#elapsedMs
    const end = start + (word.length * pace.perLetter + pace.perWord) / this.#speed
    this.#elapsedMs = end + pace.betweenWords / this.#speed
    return { word, start: start / 1000, end: end / 1000 }
  }
}
