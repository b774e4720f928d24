import type { StoredEvent } from './event.ts'

/** Runs once over all processes, and goes on where it stopped: for work that follows from events. */
export interface DurableConsumer {
  /** Names the cursor in the database: never change it. */
  name: string
  reach: 'once'
  /** Where it begins when it is new: with all of history or with what happens next. */
  from: 'beginning' | 'now'
  /** The shortest rest between two looks, milliseconds: what happens meanwhile comes in one batch. Default none. */
  restMs?: number
  /** Called with events in order; at least once. When it throws, the same events come again after a rest. */
  handle(events: readonly StoredEvent[]): Promise<void>
}

/** Runs in every process, from its start on: for what a process keeps in memory. */
export interface LocalConsumer {
  name: string
  reach: 'every process'
  handle(events: readonly StoredEvent[]): Promise<void>
  /** The stream cannot be read at present: what was kept may be stale. Called once for each failed look. */
  onBreak(): void
}

export type EventConsumer = DurableConsumer | LocalConsumer
