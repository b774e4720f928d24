import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import {
  assessQuality,
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
  /** Whether the hub would use it, and it keeps what it says and at least bronze. */
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
  const quality = assessQuality(
    readPluginFolder(folder),
    suite.failed.map(({ name }) => name),
  )
  const passes = refusal === undefined && quality.tier !== null && quality.problems.length === 0
  return { refusal, suite, quality, passes: passes && suite.failed.length === 0 }
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
export function checkLines({ refusal, suite, quality }: PluginCheck): string[] {
  return [
    refusal === undefined ? 'The hub loads it.' : `The hub does not use it: ${refusal}`,
    refusal === undefined
      ? `Its tests: ${suite.passed} passed, ${suite.failed.length} failed.`
      : 'Its tests were not run.',
    ...suite.failed.map(({ name, why }) => `  ${name}: ${why.split('\n')[0]}`),
    ...quality.rules.map(ruleLine),
    ...quality.problems.filter((problem) => problem.endsWith('no such rule')),
    `Tier: ${quality.tier ?? 'none, something of bronze is left to do'}`,
  ]
}

function ruleLine({ tier, id, answer, says, why, how }: RuleReport): string {
  const head = `${tier.padEnd(6)}  ${answer.padEnd(7)}  ${id}`
  if (answer === 'done') return `${head}: ${says}`
  return answer === 'exempt' ? `${head}: ${why}` : `${head}: ${why} ${how}`
}
