/** Gets due jobs to a `JobRunner`. Delivery may be lost or doubled: the row in Postgres decides what runs. */
export interface Courier {
  /** Resolves when it works or goes on trying; a broker that is down does not fail the start. */
  start(): Promise<void>
  /** There may be new jobs. Never waits and never throws: it is called after a commit. */
  poke(): void
  /** Takes no more jobs, lets those that run end, and resolves at `deadlineMs` (milliseconds from now) at the latest. */
  stop(deadlineMs: number): Promise<void>
  /** What is wrong with the delivery of jobs, in one line for the operator; null when nothing is. */
  health(): Promise<string | null>
}
