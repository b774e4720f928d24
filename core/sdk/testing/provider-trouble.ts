/**
 * Breaks the provider, or its stand-in, in the ways every provider breaks. Each answer is in the provider's own words.
 *
 * @example
 * const wait = (trouble: ProviderTrouble) => {
 *   const milliseconds = trouble.limitRate()
 *   trouble.recover()
 *   return milliseconds
 * }
 */
export interface ProviderTrouble {
  /** From now on the credentials are not accepted. */
  refuseCredentials(): void
  /** From now on there were too many calls. Gives the milliseconds the provider tells to wait. */
  limitRate(): number
  /** From now on every call fails with a 500, and nothing is done. */
  goDown(): void
  /** The n-th write (1 is the next) is answered with a 500, and not done. */
  failWrite(nth: number): void
  /** The n-th write (1 is the next) is done, but its answer is a 500. */
  loseAnswer(nth: number): void
  /** All is well again. */
  recover(): void
}
