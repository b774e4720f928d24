import type { PluginFolder } from './plugin-folder.ts'
import { QUALITY_TIERS, type QualityAnswer, type QualityTier } from './quality-rule.ts'
import { qualityRules } from './quality-rules.ts'

export interface QualityReport {
  /** The highest tier of which, and below which, nothing is left to do. Null below bronze. */
  tier: QualityTier | null
  /** Answers that are missing, unknown, without a reason, or not true. */
  problems: string[]
}

/** Holds `quality.json` against the rules, and what it calls done against the plugin's files. */
export function assessQuality(folder: PluginFolder): QualityReport {
  const known = new Set(qualityRules.map(({ id }) => id))
  const unknown = Object.keys(folder.quality).filter((id) => !known.has(id))
  const wrong = qualityRules.flatMap((rule) => {
    const answer = readAnswer(folder.quality[rule.id])
    if (answer === undefined) return [`${rule.id}: answer it with "done", {"todo": why} or {"exempt": why}`]
    const problem = answer === 'done' ? rule.problem?.(folder) : undefined
    return problem ? [`${rule.id}: ${problem}`] : []
  })
  return {
    tier: tierOf(folder),
    problems: [...unknown.map((id) => `${id}: there is no such rule`), ...wrong],
  }
}

function tierOf({ quality }: PluginFolder): QualityTier | null {
  const missed = QUALITY_TIERS.findIndex((tier) =>
    qualityRules.some((rule) => rule.tier === tier && !isSettled(readAnswer(quality[rule.id]))),
  )
  return (missed < 0 ? QUALITY_TIERS.at(-1) : QUALITY_TIERS[missed - 1]) ?? null
}

const isSettled = (answer: QualityAnswer | undefined): boolean =>
  answer === 'done' || (answer !== undefined && 'exempt' in answer)

function readAnswer(value: unknown): QualityAnswer | undefined {
  if (value === 'done') return value
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return undefined
  if ('todo' in value && isReason(value.todo)) return { todo: value.todo }
  return 'exempt' in value && isReason(value.exempt) ? { exempt: value.exempt } : undefined
}

const isReason = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''
