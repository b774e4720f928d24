export { assessQuality, type QualityReport, type RuleReport } from './assess-quality.ts'
export { localeProblems } from './locale-problems.ts'
export {
  type FoundLocale,
  type PluginFolder,
  readPluginFolder,
  type SettingProperty,
} from './plugin-folder.ts'
export { QUALITY_TIERS, type QualityAnswer, type QualityRule, type QualityTier } from './quality-rule.ts'
export { qualityRules } from './quality-rules.ts'
