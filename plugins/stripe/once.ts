import type { PluginContext } from '@askpro/plugin-sdk'
import { calling, failureOf, loadStripe, patiently } from './stripe-api.ts'

/** One write at Stripe that must have its effect once. */
export interface Step<T> {
  /** Made of the hub's ids, so the same at every repeat. */
  key: string
  /** What an earlier try has left, if anything. */
  find(): Promise<T | undefined>
  make(options: { idempotencyKey: string }): Promise<T>
}

/**
 * Looks first, then writes; the key keeps two tries at the same moment from both writing. Stripe gives the first answer
 * under a key again for a day, be it a decline or a 500, whether the work was done or not: such a key is spent, and the
 * next try has one of its own. How often it was spent is read before looking: between the two another try may end.
 */
export async function once<T>({ store }: PluginContext, step: Step<T>): Promise<T> {
  const counter = `spent:${step.key}`
  const spent = Number((await store.get(counter)) ?? 0)
  const there = await calling(step.find)
  if (there !== undefined) return there
  try {
    const options = { idempotencyKey: spent === 0 ? step.key : `${step.key}-${spent}` }
    return await patiently(() => step.make(options))
  } catch (error) {
    if (await isKept(error)) await store.set(counter, spent + 1)
    throw await failureOf(error)
  }
}

/**
 * Answers that reject a request as such are not kept under its key. One that an earlier try has used for something else
 * (the payer had no card yet) is spent as well: what that try has made is found by the next.
 */
async function isKept(error: unknown): Promise<boolean> {
  const Stripe = await loadStripe()
  if (!(error instanceof Stripe.errors.StripeError)) return false
  const { statusCode = 0, type } = error
  return statusCode === 402 || statusCode >= 500 || type === 'StripeIdempotencyError'
}
