import type { PluginFolder } from './plugin-folder.ts'

/**
 * From what every plugin must keep to what only a mature one does.
 *
 * @example
 * const isSilver = (tier: QualityTier) => QUALITY_TIERS.indexOf(tier) >= 1
 */
export const QUALITY_TIERS = ['bronze', 'silver', 'gold'] as const
/**
 * One of the tiers.
 *
 * @example
 * const wanted: QualityTier = 'silver'
 */
export type QualityTier = (typeof QUALITY_TIERS)[number]

/**
 * One promise of a plugin to whoever relies on it; `quality.json` answers each by its id.
 *
 * @example
 * const rule: QualityRule = {
 *   id: 'readme-there',
 *   tier: 'bronze',
 *   says: 'There is a README.md.',
 *   how: 'Write README.md.',
 *   problem: ({ readme }) => (readme === '' ? 'there is none' : undefined),
 * }
 */
export interface QualityRule {
  id: string
  tier: QualityTier
  /** The promise. */
  says: string
  /** What to do about it where it is not kept. */
  how: string
  /** Whether there is something for it to hold for, as far as a program can see: then no plugin is exempt from it. */
  concerns?(folder: PluginFolder): boolean
  /** What speaks against it, as far as a program can see. Left out where only people can judge. */
  problem?(folder: PluginFolder): string | undefined
  /** Names of tests of the contract suites that prove it, for whoever runs them. */
  provenBy?: RegExp
}

/**
 * `done`, or why it is not (yet).
 *
 * @example
 * const answer: QualityAnswer = { exempt: 'Acme sends no webhooks.' }
 */
export type QualityAnswer = 'done' | { todo: string } | { exempt: string }
