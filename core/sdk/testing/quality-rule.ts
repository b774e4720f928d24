import type { PluginFolder } from './plugin-folder.ts'

/** From what every plugin must keep to what only a mature one does. */
export const QUALITY_TIERS = ['bronze', 'silver', 'gold'] as const
export type QualityTier = (typeof QUALITY_TIERS)[number]

/** One promise of a plugin to whoever relies on it; `quality.json` answers each by its id. */
export interface QualityRule {
  id: string
  tier: QualityTier
  /** The promise. */
  says: string
  /** What speaks against it, as far as a program can see. Left out where only people can judge. */
  problem?(folder: PluginFolder): string | undefined
}

/** `done`, or why it is not (yet). */
export type QualityAnswer = 'done' | { todo: string } | { exempt: string }
