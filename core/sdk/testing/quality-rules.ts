import type { PluginFolder } from './plugin-folder.ts'
import { settingRules } from './quality-of-settings.ts'
import { sourceRules } from './quality-of-sources.ts'
import type { QualityRule } from './quality-rule.ts'

const SECTIONS = ['## What it does', '## Setting it up', '## What it does not do']

/** Every rule that `quality.json` of a plugin must answer. */
export const qualityRules: readonly QualityRule[] = [
  ...settingRules,
  ...sourceRules,
  {
    id: 'contract-suite-passes',
    tier: 'bronze',
    says: 'A test runs the contract suite of each capability, and of webhooks, against the plugin.',
    problem: (folder) => {
      const tests = [...folder.tests.values()].join('\n')
      const missing = suitesFor(folder).filter((suite) => !tests.includes(`${suite}({`))
      return missing.length > 0 ? `no test calls ${missing.join(', ')}` : undefined
    },
  },
  {
    id: 'readme-sections',
    tier: 'bronze',
    says: 'README.md tells what the plugin does, how to set it up at the provider, and what it does not do.',
    problem: ({ readme }) => {
      const missing = SECTIONS.filter((section) => !readme.includes(`\n${section}\n`))
      return missing.length > 0 ? `README.md has no ${missing.join(', ')}` : undefined
    },
  },
  {
    id: 'tried-at-the-provider',
    tier: 'gold',
    says: 'The plugin was tried with an account at the provider itself, not only with a stand-in.',
  },
]

function suitesFor({ manifest }: PluginFolder): string[] {
  const capabilities = manifest.provides.map((capability) => `${capability}Contract`)
  return [...capabilities, ...((manifest.webhooks ?? []).length > 0 ? ['webhookContract'] : [])]
}
