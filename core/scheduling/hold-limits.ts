import { HOLDS_PER_CALLER, HOLDS_PER_CLIENT, HOLDS_PER_HOLDER, type HoldLimit } from './booking.ts'
import type { ClaimScene } from './claim-scene.ts'

/** Which limit another hold would exceed, the nearest first; `replaced` of the holder's own make room for it. */
export function reachedLimit(
  { ownHolds, liveHolds }: Pick<ClaimScene, 'ownHolds' | 'liveHolds'>,
  replaced: number,
): HoldLimit | undefined {
  if (!liveHolds) return undefined
  const { ofCaller, ofClient, mostOfClient } = liveHolds
  if (ownHolds.length - replaced >= HOLDS_PER_HOLDER) return 'holder'
  if (ofCaller - replaced >= HOLDS_PER_CALLER) return 'caller'
  return ofClient - replaced >= (mostOfClient ?? HOLDS_PER_CLIENT) ? 'client' : undefined
}
