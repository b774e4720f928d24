export interface Sweep {
  /** Rows in one batch. */
  limit: number
  /** Every tenant there is, for tables that are seen tenant by tenant. */
  tenantIds: readonly string[]
  signal: AbortSignal
}

/** A table, or part of one, whose old rows a slice may forget. */
export interface Forgettable {
  /** Names it in the log. */
  name: string
  /**
   * Deletes what is old, batch by batch, and tells of each batch how many rows went. Each batch is a short transaction
   * of its own that waits for no lock; whoever reads the batches rests between them and may stop at any.
   */
  batches(sweep: Sweep): AsyncIterable<number>
}
