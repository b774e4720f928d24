import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { composeHub } from '../../core/app/composition-root.ts'
import { hubRoutes } from '../../core/app/hub-routes.ts'
import { hubVersion } from '../../core/app/hub-version.ts'
import { PluginCatalog } from '../../core/integrations/index.ts'
import { systemClock } from '../../core/platform/clock.ts'
import { readConfig } from '../../core/platform/config/config.ts'
import { SecretBox } from '../../core/platform/crypto/secret-box.ts'
import { Database } from '../../core/platform/db/database.ts'
import { openApi } from '../../core/platform/http/openapi.ts'
import { createLogger } from '../../core/platform/log/pino-logger.ts'

/** Nobody listens there, and nobody is asked: building the routes asks nothing of a database. */
const NO_DATABASE = 'postgres://nobody@127.0.0.1:9/nothing'

/** The hub's OpenAPI document (of the slices' routes), from the same table that a running hub serves it from. */
export async function openApiDocument(): Promise<object> {
  const log = createLogger({ level: 'silent' })
  const catalog = await PluginCatalog.read([join(import.meta.dirname, '..', '..', 'plugins')], log)
  const container = composeHub({
    database: new Database({ url: NO_DATABASE, poolSize: 1, log }),
    box: new SecretBox(randomBytes(32).toString('hex')),
    clock: systemClock,
    log,
    catalog,
    opened: new Set(),
    publicUrl: () => '',
    pokeEvents: () => {},
    keepDays: 1,
    poke: () => {},
  })
  const routes = hubRoutes(container, {
    publicUrl: () => '',
    poke: () => {},
    config: readConfig({}),
    readiness: [],
  })
  return openApi(routes, { publicUrl: '', version: hubVersion })
}
