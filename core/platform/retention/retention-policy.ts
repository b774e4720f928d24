/** How many days what is over is kept. The variables `ASKPRO_KEEP_*_DAYS`, one by one. */
export interface RetentionPolicy {
  /** Jobs that were done or cancelled. Their unique keys become free again. */
  jobs: number
  /** Jobs that failed or were quarantined, and deliveries that could not be worked on: somebody should look at them. */
  givenUp: number
  /** Deliveries that were worked on. */
  inbox: number
  events: number
  /** What was said in calls: transcripts, analyses, function calls with their arguments. */
  conversations: number
  idempotencyKeys: number
}
