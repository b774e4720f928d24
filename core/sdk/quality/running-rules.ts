import type { PluginFolder } from './plugin-folder.ts'
import type { QualityRule } from './quality-rule.ts'

/** Rules about a connection that has been at work for months: what it meets, and how it gets over it. */
export const runningRules: readonly QualityRule[] = [
  {
    id: 'asks-to-reconnect',
    tier: 'silver',
    says: 'Credentials that the provider refuses for good are told as ReauthRequired, by every call.',
    how: 'Throw ReauthRequired where the provider says that the key or token is not valid (mostly 401).',
    problem: (folder) => absent(folder, /\bnew ReauthRequired\(/, 'no source throws ReauthRequired'),
    provenBy: /: refused credentials are ReauthRequired$/,
  },
  {
    id: 'rate-limits-honoured',
    tier: 'silver',
    says: 'When the provider limits the rate, the host learns for how long.',
    how: 'Throw RetryLater with { after: milliseconds } from what the provider tells (mostly Retry-After).',
    problem: (folder) => absent(folder, /\bafter\b/, 'no RetryLater is thrown with { after }'),
    provenBy: /: too many calls are RetryLater with the time the provider told$/,
  },
  {
    id: 'diagnosable',
    tier: 'silver',
    says: 'What is logged goes to ctx.log, so that it names the connection and private fields are masked.',
    how: 'Write to ctx.log instead of the console.',
    problem: ({ sources }) => {
      const hit = [...sources].find(([, text]) => /\bconsole\.\w+\(|process\.std(out|err)/.test(text))
      return hit && `${hit[0]} writes to the console`
    },
  },
  {
    id: 'limits-declared',
    tier: 'gold',
    says: 'plugin.json says what the provider allows one account: calls at once, or in a time.',
    how: 'Add "limits" to plugin.json, from the provider\'s documentation: { "at_once": 4 }, or { "rate": { "requests": 120, "seconds": 60 } }.',
    problem: ({ manifest }) => (manifest.limits ? undefined : 'plugin.json has no limits'),
  },
  {
    id: 'syncs-checkpointed',
    tier: 'gold',
    says: 'A sync that was cut off goes on where its last saved page ended.',
    how: 'Save each page with a checkpoint, and begin at the one that is given.',
    concerns: hasSyncs,
    problem: (folder) =>
      hasSyncs(folder)
        ? absent(folder, /\bcheckpoint\b(?!: null)/, 'every page is saved with the checkpoint null')
        : undefined,
  },
  {
    id: 'webhooks-have-a-fallback',
    tier: 'gold',
    says: 'What a lost webhook would have told is found out all the same.',
    how: 'Add a sync that reads what the webhooks tell.',
    concerns: hasWebhooks,
    problem: (folder) =>
      // Calls and invoices are read again by getCall and state, which every plugin for them has.
      folder.manifest.provides.includes('calendar') && hasWebhooks(folder) && !hasSyncs(folder)
        ? 'there are webhooks and no sync'
        : undefined,
  },
]

export function hasWebhooks({ manifest: { webhooks = [] } }: PluginFolder): boolean {
  return webhooks.length > 0
}

function hasSyncs({ manifest: { syncs = [] } }: PluginFolder): boolean {
  return syncs.length > 0
}

const absent = ({ sources }: PluginFolder, wanted: RegExp, problem: string): string | undefined =>
  [...sources.values()].some((text) => wanted.test(text)) ? undefined : problem
