import type { PluginFolder } from './plugin-folder.ts'
import type { QualityRule } from './quality-rule.ts'
import { runningRules } from './running-rules.ts'
import { settingRules } from './setting-rules.ts'
import { sourceRules } from './source-rules.ts'

const SECTIONS = ['## What it does', '## Setting it up', '## What it does not do']

/**
 * Every rule that `quality.json` of a plugin must answer.
 *
 * @example
 * const bronze = qualityRules.filter(({ tier }) => tier === 'bronze')
 */
export const qualityRules: readonly QualityRule[] = [
  ...settingRules,
  ...sourceRules,
  ...runningRules,
  {
    id: 'contract-suite-passes',
    tier: 'bronze',
    says: 'A test runs the contract suite of each capability, and of webhooks, against the plugin.',
    how: 'Call the suites of @askpro/plugin-sdk/testing in contract.test.ts, and mend what they find.',
    problem: (folder) => {
      if (folder.tests === null) return undefined
      const tests = [...folder.tests.values()].join('\n')
      const missing = suitesFor(folder).filter((suite) => !tests.includes(`${suite}({`))
      return missing.length > 0 ? `no test calls ${missing.join(', ')}` : undefined
    },
    provenBy: /./,
  },
  {
    id: 'readme-sections',
    tier: 'bronze',
    says: 'README.md tells what the plugin does, how to set it up at the provider, and what it does not do.',
    how: 'Write these sections.',
    problem: ({ readme }) => {
      const missing = SECTIONS.filter((section) => !readme.includes(`\n${section}\n`))
      return missing.length > 0 ? `README.md has no ${missing.join(', ')}` : undefined
    },
  },
  {
    id: 'tried-at-the-provider',
    tier: 'gold',
    says: 'The plugin was tried with an account at the provider itself, not only with a stand-in.',
    how: 'Connect an account of the provider, book, move and cancel, and write down what you saw.',
  },
]

function suitesFor({ manifest }: PluginFolder): string[] {
  const capabilities = manifest.provides.map((capability) => `${capability}Contract`)
  return [...capabilities, ...((manifest.webhooks ?? []).length > 0 ? ['webhookContract'] : [])]
}
