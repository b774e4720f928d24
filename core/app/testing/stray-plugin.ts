// Loads the plugins of a folder as the hub does, lets each do what nobody waits for, and says what was logged as one line of
// JSON on stdout. With "own" as second argument it throws by itself as well.
import { PluginCatalog } from '../../integrations/index.ts'
import type { Logger } from '../../platform/log/logger.ts'
import { containStrays } from '../contain-strays.ts'

const told: Array<{ plugin?: unknown; message: string }> = []
const note = (fields: object, message: string) =>
  void told.push({ ...('plugin' in fields ? { plugin: fields.plugin } : {}), message })
const log: Logger = { debug() {}, info() {}, warn: note, error: note }

const catalog = await PluginCatalog.read([process.argv[2] ?? ''], log)
containStrays(catalog, log)
for (const entry of catalog.list()) if (entry.state === 'loaded') await entry.plugin.check({} as never)
if (process.argv[3] === 'own') setTimeout(() => JSON.parse('{'), 10)
setTimeout(() => process.stdout.write(JSON.stringify(told), () => process.exit(0)), 150)
