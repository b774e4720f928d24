import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import {
  assessQuality,
  localeProblems,
  type QualityReport,
  type RuleReport,
  readPluginFolder,
} from '@askpro/plugin-sdk/quality'
import { loadPlugin } from '../../core/integrations/catalog/load-plugin.ts'
import { resolveSdkForPlugins } from '../../core/integrations/catalog/sdk-resolution.ts'
import { readSdkPackage } from './pack-sdk.ts'
import { runSuite, type SuiteOutcome } from './run-suite.ts'

/** Milliseconds for the plugin's code to load. */
const PATIENCE = 20_000

const NOT_RUN: SuiteOutcome = { passed: 0, failed: [] }

export interface PluginCheck {
  /** Why the hub would not use it; undefined where it would. */
  refusal: string | undefined
  suite: SuiteOutcome
  quality: QualityReport
  /** What its German lacks; undefined where it speaks none, and is shown in English. */
  german: string[] | undefined
  /** Whether the hub would use it, and it keeps what it says and at least bronze, in German too where it speaks it. */
  passes: boolean
}

/** Loads a plugin as the hub does, runs its suite, and holds it against the rules of the quality scale. */
export async function checkPlugin(folder: string): Promise<PluginCheck> {
  await resolveSdkForPlugins([folder])
  const place = { id: basename(folder), dir: folder, isPackage: false }
  const options = { sdkVersion: readSdkPackage().version, patience: PATIENCE, off: new Set<string>() }
  const entry = await loadPlugin(place, options)
  const refusal = entry.state === 'loaded' ? undefined : `${entry.state}: ${entry.reason}`
  requireManifest(folder, refusal)
  const suite = refusal === undefined ? await runSuite(folder) : NOT_RUN
  const read = readPluginFolder(folder)
  const quality = assessQuality(
    read,
    suite.failed.map(({ name }) => name),
  )
  const german = read.locales?.has('de') ? localeProblems(read, 'de') : undefined
  const isSound = refusal === undefined && suite.failed.length === 0 && !german?.length
  return {
    refusal,
    suite,
    quality,
    german,
    passes: isSound && quality.tier !== null && quality.problems.length === 0,
  }
}

/** Without one there is nothing to hold against the rules. */
function requireManifest(folder: string, refusal: string | undefined): void {
  try {
    JSON.parse(readFileSync(join(folder, 'plugin.json'), 'utf8'))
  } catch {
    throw new Error(refusal)
  }
}

/** What a check found, for a terminal. */
export function checkLines({ refusal, suite, quality, german }: PluginCheck): string[] {
  return [
    refusal === undefined ? 'The hub loads it.' : `The hub does not use it: ${refusal}`,
    refusal === undefined
      ? `Its tests: ${suite.passed} passed, ${suite.failed.length} failed.`
      : 'Its tests were not run.',
    ...suite.failed.map(({ name, why }) => `  ${name}: ${why.split('\n')[0]}`),
    ...quality.rules.map(ruleLine),
    ...quality.problems.filter((problem) => problem.endsWith('no such rule')),
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
