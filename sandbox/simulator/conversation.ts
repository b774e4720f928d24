import { type CallInProgress, callFunction } from './call-function.ts'
import type { HubAnswer } from './hub-answer.ts'
import type { PlayedFunction } from './played-call.ts'

/** A script plays both sides of one call; it may end it, else the agent does. */
export type CallScript = (conversation: Conversation) => Promise<void>

/** One connected call, as a script sees it. After a hang-up nothing more can be said or asked. */
export class Conversation {
  readonly functions: PlayedFunction[] = []
  readonly said: string[] = []
  readonly #parts: CallInProgress
  readonly #keepPace: () => Promise<void>
  #hungUpBy: 'user_hangup' | 'agent_hangup' | undefined

  /** `keepPace` waits until as much time has passed as what was said takes, and ends a call that takes too long. */
  constructor(parts: CallInProgress, keepPace: () => Promise<void> = async () => {}) {
    this.#parts = parts
    this.#keepPace = keepPace
  }

  get callId(): string {
    return this.#parts.call.call_id
  }

  /** The provider's reason; an agent that has nothing more to say hangs up. */
  get disconnectionReason(): string {
    return this.#hungUpBy ?? 'agent_hangup'
  }

  readonly caller = {
    says: (text: string): void => this.#say('user', text),
    hangsUp: (): void => this.#hangUp('user_hangup'),
  }

  readonly agent = {
    /** Reads a sentence out; an empty one is silence and leaves no trace. */
    says: (text: string): void => {
      if (text.trim() === '') return
      this.#say('agent', text)
      this.said.push(text)
    },
    /** Asks the hub; without a usable answer the status is `failed` and there is nothing to say. */
    calls: async (name: string, args: Readonly<Record<string, unknown>> = {}): Promise<HubAnswer> => {
      this.#requireConnected()
      await this.#keepPace()
      const { played, answer } = await callFunction(this.#parts, name, args)
      this.functions.push(played)
      return answer
    },
    hangsUp: (): void => this.#hangUp('agent_hangup'),
  }

  #say(role: 'agent' | 'user', text: string): void {
    this.#requireConnected()
    this.#parts.record.say(role, text)
  }

  #hangUp(by: 'user_hangup' | 'agent_hangup'): void {
    this.#requireConnected()
    this.#hungUpBy = by
  }

  #requireConnected(): void {
    if (this.#hungUpBy) throw new Error(`The call ${this.callId} is over: ${this.#hungUpBy}`)
  }
}
