import type { PluginFolder } from './plugin-folder.ts'
import { QUALITY_TIERS, type QualityAnswer, type QualityRule, type QualityTier } from './quality-rule.ts'
import { qualityRules } from './quality-rules.ts'

/**
 * One rule as it stands for one plugin.
 *
 * @example
 * const line = ({ id, answer, why }: RuleReport) => `${id}: ${answer}${why ? `, ${why}` : ''}`
 */
export interface RuleReport extends Pick<QualityRule, 'id' | 'tier' | 'says' | 'how'> {
  /** `missing`: quality.json does not answer it, or not in a way that counts. `untrue`: it says done or exempt, and it is not. */
  answer: 'done' | 'todo' | 'exempt' | 'missing' | 'untrue'
  /** The reason given, or what speaks against it. */
  why?: string
}

/**
 * What came of holding a plugin against the rules.
 *
 * @example
 * const { tier, rules }: QualityReport = assessQuality(readPluginFolder('plugins/acme'))
 * const open = rules.filter(({ answer }) => answer === 'todo')
 */
export interface QualityReport {
  /** The highest tier of which, and below which, nothing is left to do. Null below bronze. */
  tier: QualityTier | null
  /** Every rule as it stands, the lowest tier first. */
  rules: RuleReport[]
  /** Answers that are missing, unknown, without a reason, or not true. */
  problems: string[]
}

/**
 * Holds `quality.json` against the rules, and what it calls done against the plugin's files, and against the contract
 * suites where they were run: `failedTests` has the names of those tests that failed.
 *
 * @example
 * const { tier, problems } = assessQuality(readPluginFolder('plugins/acme'))
 */
export function assessQuality(folder: PluginFolder, failedTests: readonly string[] = []): QualityReport {
  const rules = QUALITY_TIERS.flatMap((tier) => qualityRules.filter((rule) => rule.tier === tier)).map(
    (rule) => reportOn(rule, folder, failedTests),
  )
  const known = new Set(qualityRules.map(({ id }) => id))
  const unknown = Object.keys(folder.quality).filter((id) => !known.has(id))
  const wrong = rules.filter(({ answer }) => answer === 'missing' || answer === 'untrue')
  return {
    tier: tierOf(rules),
    rules,
    problems: [
      ...unknown.map((id) => `${id}: there is no such rule`),
      ...wrong.map(({ id, why }) => `${id}: ${why}`),
    ],
  }
}

function reportOn(rule: QualityRule, folder: PluginFolder, failedTests: readonly string[]): RuleReport {
  const { id, tier, says, how } = rule
  const row = { id, tier, says, how }
  const answer = readAnswer(folder.quality[id])
  if (answer === undefined) {
    return { ...row, answer: 'missing', why: 'answer it with "done", {"todo": why} or {"exempt": why}' }
  }
  if (answer !== 'done') return { ...row, ...excuse(rule, folder, answer) }
  const failed = failedTests.filter((name) => rule.provenBy?.test(name))
  const problem = rule.problem?.(folder) ?? (failed.length > 0 ? `failed: ${failed.join('; ')}` : undefined)
  return problem === undefined ? { ...row, answer } : { ...row, answer: 'untrue', why: problem }
}

type Excuse = Exclude<QualityAnswer, 'done'>

function excuse(
  { concerns }: QualityRule,
  folder: PluginFolder,
  given: Excuse,
): Pick<RuleReport, 'answer' | 'why'> {
  if ('todo' in given) return { answer: 'todo', why: given.todo }
  const isTrue = !concerns?.(folder)
  if (isTrue) return { answer: 'exempt', why: given.exempt }
  return { answer: 'untrue', why: `it is not exempt, this concerns it: "${given.exempt}"` }
}

const isSettled = ({ answer }: RuleReport): boolean => answer === 'done' || answer === 'exempt'

function tierOf(rules: readonly RuleReport[]): QualityTier | null {
  const missed = QUALITY_TIERS.findIndex((tier) =>
    rules.some((rule) => rule.tier === tier && !isSettled(rule)),
  )
  return (missed < 0 ? QUALITY_TIERS.at(-1) : QUALITY_TIERS[missed - 1]) ?? null
}

function readAnswer(value: unknown): QualityAnswer | undefined {
  if (value === 'done') return value
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return undefined
  if ('todo' in value && isReason(value.todo)) return { todo: value.todo }
  return 'exempt' in value && isReason(value.exempt) ? { exempt: value.exempt } : undefined
}

const isReason = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''
