import type { DependencyContainer } from 'tsyringe'
import { PluginCatalog } from '../../integrations/index.ts'
import { migrations } from '../../migrations/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Config } from '../../platform/config/config.ts'
import { Database } from '../../platform/db/database.ts'
import type { Logger } from '../../platform/log/logger.ts'
import { CLOCK, LOG } from '../../platform/tokens.ts'
import { TenantDirectory } from '../../tenants/index.ts'
import type { SystemRouteParts } from './system-routes.ts'

type Surroundings = Pick<SystemRouteParts, 'config' | 'readiness' | 'publicUrl'>

export function systemPartsOf(c: DependencyContainer, surroundings: Surroundings): SystemRouteParts {
  const { config, publicUrl } = surroundings
  return {
    ...surroundings,
    database: c.resolve(Database),
    directory: c.resolve(TenantDirectory),
    catalog: c.resolve(PluginCatalog),
    migration: migrations.at(-1)?.name,
    // Loaded when somebody asks: with it come the clients of all that it looks at.
    examine: async () => {
      const { examineConfig } = await import('../doctor/examine.ts')
      return examineConfig(asServed(config, publicUrl()))
    },
    clock: c.resolve<Clock>(CLOCK),
    log: c.resolve<Logger>(LOG),
  }
}

/** Where any free port was asked for, the address that was taken is known by now. */
function asServed(config: Config, url: string): Config {
  return config.port === 0 && URL.canParse(url) ? { ...config, port: Number(new URL(url).port) } : config
}
