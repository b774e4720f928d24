import type { ProviderFact } from '@askpro/plugin-sdk'
import type { ConnectionRef } from '../connections/connection.ts'
import type { FactSink } from '../ports.ts'

/** Brings each fact to the one slice that acts on its kind. */
export class FactRouter {
  readonly #sinks: () => readonly FactSink[]

  /** A function, since the sinks are built from services that are built from this slice. */
  constructor(sinks: () => readonly FactSink[]) {
    this.#sinks = sinks
  }

  async accept(ref: ConnectionRef, fact: ProviderFact, receivedAt: number): Promise<void> {
    const sink = this.#sinks().find(({ handles }) => handles.includes(fact.type))
    await sink?.accept(ref, fact, receivedAt)
  }
}
