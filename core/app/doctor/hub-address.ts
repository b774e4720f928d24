import type { Config } from '../../platform/config/config.ts'

/** Where a hub with this configuration listens, as this machine reaches it; undefined where it takes any free port. */
export function hubAddress({ host, port }: Pick<Config, 'host' | 'port'>): string | undefined {
  if (port === 0) return undefined
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}
