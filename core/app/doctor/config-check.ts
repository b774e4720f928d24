import type { Config } from '../../platform/config/config.ts'
import type { Check } from './check.ts'
import { placeOf } from './place-of.ts'
import { ok, type Verdict, warn } from './verdict.ts'

/** The schema has accepted it by now; here is what it cannot know. */
export const configCheck: Check = {
  name: 'config',
  run: async ({ config }) => {
    const doubts = doubtsAbout(config)
    return doubts.length > 0 ? doubts : ok(summaryOf(config))
  },
}

function summaryOf({ mode, role, databaseUrl, redisUrl, dataDir }: Config): string {
  const database = databaseUrl ? `PostgreSQL at ${placeOf(databaseUrl)}` : `its own PostgreSQL in ${dataDir}`
  const redis = redisUrl ? `Redis at ${placeOf(redisUrl)}` : 'no Redis'
  return `${mode}, role ${role}, ${database}, ${redis}`
}

function doubtsAbout({ mode, publicUrl, databaseUrl, databaseAdminUrl, trustedProxies }: Config): Verdict[] {
  const doubts: Verdict[] = []
  if (mode !== 'production') return doubts
  if (!publicUrl) doubts.push(warn('PUBLIC_URL is not set', 'Set it: providers reach webhooks under it.'))
  if (publicUrl?.startsWith('http:'))
    doubts.push(
      warn('PUBLIC_URL is not https', 'Put TLS in front: providers send and redirect to https only.'),
    )
  if (publicUrl?.startsWith('https:') && trustedProxies.length === 0)
    doubts.push(
      warn(
        'no proxy is trusted, so all who sign in count as one caller',
        'Name what stands in front in ASKPRO_TRUSTED_PROXIES (docs/operating.md).',
      ),
    )
  if (databaseUrl && !databaseAdminUrl)
    doubts.push(
      warn(
        'one database role works and owns the tables',
        'Give the owner to DATABASE_ADMIN_URL and another role to DATABASE_URL (docs/operating.md).',
      ),
    )
  return doubts
}
