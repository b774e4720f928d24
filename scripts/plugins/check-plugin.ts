import { basename } from 'node:path'
import {
  assessQuality,
  localeProblems,
  type PluginFolder,
  type QualityReport,
  qualityRules,
  type RuleReport,
  readPluginFolder,
} from '@askpro/plugin-sdk/quality'
import { loadPlugin } from '../../core/integrations/catalog/load-plugin.ts'
import { resolveSdkForPlugins } from '../../core/integrations/catalog/sdk-resolution.ts'
import { readSdkPackage } from './pack-sdk.ts'
import { runSuite, type SuiteOutcome } from './run-suite.ts'

/** Milliseconds for the plugin's code to load. */
const PATIENCE = 20_000

/** Why the hub would not use it. */
interface RefusedPlugin {
  refusal: string
  passes: false
}

interface UsedPlugin {
  refusal: undefined
  suite: SuiteOutcome
  quality: QualityReport
  /** Ids of rules that are said to be left to do, and which nothing that a program can see speaks against. */
  looksDone: string[]
  /** What its German lacks; undefined where it speaks none, and is shown in English. */
  german: string[] | undefined
  /** Whether it keeps what it says and at least bronze, in German too where it speaks it. */
  passes: boolean
}

export type PluginCheck = RefusedPlugin | UsedPlugin

/** Loads a plugin as the hub does, runs its suite, and holds it against the rules of the quality scale. */
export async function checkPlugin(folder: string): Promise<PluginCheck> {
  await resolveSdkForPlugins([folder])
  const place = { id: basename(folder), dir: folder, isPackage: false }
  const options = { sdkVersion: readSdkPackage().version, patience: PATIENCE, off: new Set<string>() }
  const entry = await loadPlugin(place, options)
  if (entry.state !== 'loaded') return { refusal: `${entry.state}: ${entry.reason}`, passes: false }
  const suite = await runSuite(folder)
  const read = readPluginFolder(folder)
  const quality = assessQuality(
    read,
    suite.failed.map(({ name }) => name),
  )
  const german = read.locales?.has('de') ? localeProblems(read, 'de') : undefined
  const isSound = suite.failed.length === 0 && !german?.length
  return {
    refusal: undefined,
    suite,
    quality,
    looksDone: looksDone(read, quality),
    german,
    passes: isSound && quality.tier !== null && quality.problems.length === 0,
  }
}

function looksDone(read: PluginFolder, { rules }: QualityReport): string[] {
  const open = new Set(rules.filter(({ answer }) => answer === 'todo').map(({ id }) => id))
  return qualityRules
    .filter(({ id, problem }) => open.has(id) && problem && problem(read) === undefined)
    .map(({ id }) => id)
}

/** What a check found, for a terminal. */
export function checkLines(check: PluginCheck): string[] {
  if (check.refusal !== undefined)
    return [`The hub does not use it: ${check.refusal}`, 'Put that right first; its tests were not run.']
  const { suite, quality, looksDone: done, german } = check
  return [
    'The hub loads it.',
    `Its tests: ${suite.passed} passed, ${suite.failed.length} failed.`,
    ...suite.failed.map(({ name, why }) => `  ${name}: ${why.split('\n')[0]}`),
    ...quality.rules.map(ruleLine),
    ...quality.problems.filter((problem) => problem.endsWith('no such rule')),
    ...done.map((id) => `${id} looks done: if it is, answer it with "done" in quality.json.`),
    ...germanLines(german),
    `Tier: ${quality.tier ?? 'none, something of bronze is left to do'}`,
  ]
}

function germanLines(german: readonly string[] | undefined): string[] {
  if (german === undefined) return ['German: none; locales/de.json and locales/de.md would bring it.']
  return german.length === 0 ? ['German: complete.'] : german.map((problem) => `German: ${problem}.`)
}

function ruleLine({ tier, id, answer, says, why, how }: RuleReport): string {
  const head = `${tier.padEnd(6)}  ${answer.padEnd(7)}  ${id}`
  if (answer === 'done') return `${head}: ${says}`
  return answer === 'exempt' ? `${head}: ${why}` : `${head}: ${why} ${how}`
}
