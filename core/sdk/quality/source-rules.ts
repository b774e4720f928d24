import type { PluginFolder } from './plugin-folder.ts'
import type { QualityRule } from './quality-rule.ts'
import { hasWebhooks } from './running-rules.ts'

const SDK = '@askpro/plugin-sdk'

/** Rules that are seen in a plugin's code. Told by its text, so they find what is forgotten, not what is hidden. */
export const sourceRules: readonly QualityRule[] = [
  {
    id: 'check-before-save',
    tier: 'bronze',
    says: 'Settings are proven with a call to the provider before they are saved.',
    how: 'Export check(ctx): the cheapest call that proves the settings.',
    problem: ({ sources }) => (/\bcheck\b/.test(textOf(sources, 'index')) ? undefined : 'index has no check'),
  },
  {
    id: 'errors-typed',
    tier: 'bronze',
    says: "What goes wrong is thrown as one of the SDK's four failures.",
    how: 'Throw RetryLater, ReauthRequired, Misconfigured or Refused; anything else counts as a bug.',
    problem: ({ sources }) =>
      found(sources, /throw new (?!RetryLater\b|ReauthRequired\b|Misconfigured\b|Refused\b)\w+/) ??
      absent(sources, 'RetryLater'),
  },
  {
    id: 'only-own-imports',
    tier: 'silver',
    says: 'The plugin imports the SDK, the packages of its own package.json and nothing else of the hub.',
    how: 'Name the package in "dependencies" of package.json.',
    problem: ({ sources, dependencies }) => {
      const allowed = [SDK, ...dependencies]
      const foreign = [...sources.values()]
        .flatMap((text) => [...text.matchAll(/\bfrom '([^']+)'/g)].map(([, name = '']) => name))
        .filter((name) => !/^(\.\/|node:)/.test(name) && !allowed.includes(packageOf(name)))
      return foreign.length > 0 ? `imports ${[...new Set(foreign)].join(', ')}` : undefined
    },
  },
  {
    id: 'host-fetch-only',
    tier: 'silver',
    says: 'Every request goes out through ctx.fetch.',
    how: "Use ctx.fetch, and give it to the provider's client.",
    problem: ({ sources }) =>
      found(sources, /(?<![.\w])fetch\(|globalThis\.fetch/) ?? absent(sources, 'ctx.fetch'),
  },
  {
    id: 'retries-off',
    tier: 'silver',
    says: "The repeats of the provider's client are switched off: the host decides when to try again.",
    how: 'Build the client with its repeats off.',
    problem: ({ sources, dependencies }) => {
      const hasClient = dependencies.some((name) => name !== SDK)
      const off = /(maxNetworkRetries|maxRetries): 0|retry: false/
      return hasClient && !found(sources, off) ? 'no client is built with its repeats off' : undefined
    },
  },
  {
    id: 'signatures-compared-in-constant-time',
    tier: 'silver',
    says: 'A webhook’s signature is compared in a time that does not tell how much of it was right.',
    how: 'Compare with timingSafeEqual of node:crypto.',
    concerns: hasWebhooks,
    problem: (folder) => (hasWebhooks(folder) ? absent(folder.sources, 'timingSafeEqual') : undefined),
  },
  {
    id: 'leaves-nothing-behind',
    tier: 'silver',
    says: 'The plugin starts no timers, and reads neither the environment nor the disk: it can be switched off at any time.',
    how: 'Move what is due later into a sync, and what is kept into ctx.store.',
    problem: ({ sources }) => found(sources, /\bset(Timeout|Interval)\(|process\.env|'node:(fs|timers)/),
  },
]

/** `@scope/name/part` belongs to `@scope/name`. */
const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')

const textOf = (sources: PluginFolder['sources'], name: string): string =>
  sources.get(`${name}.ts`) ?? sources.get(`${name}.js`) ?? ''

function found(sources: PluginFolder['sources'], pattern: RegExp): string | undefined {
  const hit = [...sources].find(([, text]) => pattern.test(text))
  return hit && `${hit[0]}: ${pattern.exec(hit[1])?.[0]}`
}

const absent = (sources: PluginFolder['sources'], word: string): string | undefined =>
  [...sources.values()].some((text) => text.includes(word)) ? undefined : `no source mentions ${word}`
