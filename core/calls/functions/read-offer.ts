import { HubError } from '../../platform/errors.ts'
import type { Offer, OfferTokens } from '../../scheduling/index.ts'
import type { CallSession } from '../call-session.ts'
import type { Arguments } from '../function-arguments.ts'

/**
 * The offer the agent passes back; undefined where there is none, or one that models made up, cut short or kept too
 * long, or that was made for another location.
 */
export function readOffer(
  { tenantId, location }: CallSession,
  { offer }: Arguments,
  offers: OfferTokens,
): Offer | undefined {
  if (!offer) return undefined
  try {
    const opened = offers.open(tenantId, offer)
    return opened.locationId === location.id ? opened : undefined
  } catch (error) {
    if (error instanceof HubError) return undefined
    throw error
  }
}
