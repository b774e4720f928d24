import { periodAt } from './billing-period.ts'
import type { Subscription } from './plan-repository.ts'

/**
 * Epoch milliseconds from which on usage is this subscription's: its anchor, or the end of the same recipient's earlier
 * subscriptions among `all`, since what was used until then is theirs.
 */
export function sinceOf(subscription: Subscription, all: readonly Subscription[]): number {
  const ends = all.flatMap(({ id, endedAt }) => (endedAt && id < subscription.id ? [endedAt.getTime()] : []))
  return Math.max(periodAt(subscription.anchor, 0).start, ...ends)
}
