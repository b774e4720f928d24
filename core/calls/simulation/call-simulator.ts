import type { Language } from '../../tenants/index.ts'

/** A story that can be played, told in a sentence. */
export interface SimulatedScript {
  name: string
  about: Readonly<Record<Language, string>>
  language: Language
}

/** One call to be placed as a caller would. */
export interface SimulationOrder {
  connectionId: string
  /** E.164: the business's number, and the caller's (null: withheld; undefined: the script's own). */
  to: string
  from: string | null | undefined
  /** The provider's id that the first call will have. */
  providerCallId: string
  said: { script: string } | { lines: readonly string[]; language: Language }
  /** How many times as fast as people everything is said. */
  speed: number
  /** Milliseconds after which it is broken off. */
  longest: number
}

export interface PlayedSimulation {
  /** The provider's ids of all calls, in the order in which they were placed. */
  providerCallIds: string[]
  /** Lines that the agent made nothing of. */
  notUnderstood: string[]
}

/** Places calls at a stand-in for a telephony provider. A hub at work has none; the demo plugs one in. */
export interface CallSimulator {
  /** Whether a telephony connection with these settings ends at the stand-in. */
  answersFor(settings: Readonly<Record<string, unknown>>): boolean
  scripts(): Promise<SimulatedScript[]>
  /** Resolves once the calls are over. */
  play(order: SimulationOrder): Promise<PlayedSimulation>
}
