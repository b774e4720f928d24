import type { Config } from '../../platform/config/config.ts'
import { hubAddress } from './hub-address.ts'

/** By connection id; undefined where no hub answered. */
export type Breakers = Map<string, 'closed' | 'half_open' | 'open'> | undefined

const LEVELS = ['closed', 'half_open', 'open'] as const
const DEADLINE = 2_000
const LINE = /^breaker_state\{connection="([^"]+)"\} (\d)$/gm

/** A breaker lives in its process alone, so the hub on this machine is asked, by its metrics. */
export async function breakersOf(config: Pick<Config, 'host' | 'port'>): Promise<Breakers> {
  const address = hubAddress(config)
  if (!address) return undefined
  try {
    const response = await fetch(`${address}/metrics`, { signal: AbortSignal.timeout(DEADLINE) })
    const text = await response.text()
    return response.ok
      ? new Map([...text.matchAll(LINE)].map(([, id = '', level]) => [id, LEVELS[Number(level)] ?? 'closed']))
      : undefined
  } catch {
    return undefined
  }
}
