/** What becomes of the connection on which a trap was sprung. */
export type Verdict = 'pass' | 'cut'

/** Where in a piece of work on the database a trap waits. */
export type DatabaseStep =
  /** Its first statement is on its way; nothing has reached the database. */
  | 'begin'
  /** All is written; the COMMIT is on its way and has not reached the database. */
  | 'commit'
  /** The database has committed; its answer has not reached the hub. */
  | 'committed'

/** Waits for one piece of work, known by bytes that only it sends, and springs once. */
export interface DatabaseTrap {
  mark: string
  at: DatabaseStep
  /** The connection stands still until this resolves. */
  spring(): Promise<Verdict>
}

/** Waits for a request whose first line fits, and springs once, when its answer is on the way back. */
export interface AnswerTrap {
  request: RegExp
  spring(): Promise<Verdict>
}
