// Reads plugin folders as the hub does, for tests: Jest's module loader knows no hooks, Node's own does. Takes a
// CatalogErrand as JSON; tells what was found as one line of JSON on stdout.
import type { Logger } from '../../platform/log/logger.ts'
import type { CatalogEntry } from '../catalog/catalog-entry.ts'
import { PluginCatalog } from '../catalog/plugin-catalog.ts'
import { tierOf } from '../catalog/plugin-tier.ts'
import { type CatalogErrand, type CatalogReading, PATIENCE } from './catalog-reading.ts'

const complaints: CatalogReading['complaints'] = []
const note = (fields: object, message: string) => void complaints.push({ fields, message })
const log: Logger = { debug: note, info: note, warn: note, error: note }

function told(entry: CatalogEntry): CatalogReading['entries'][number] {
  if (entry.state !== 'loaded') return { id: entry.id, state: entry.state, reason: entry.reason }
  const { id, state, manifest, settings, plugin } = entry
  const found = {
    manifest,
    members: Object.keys(plugin),
    secrets: [...settings.secrets],
    hosts: settings.hosts,
    tier: tierOf(entry),
  }
  return { id, state, found }
}

const { dirs, ...options } = JSON.parse(process.argv[2] ?? '') as CatalogErrand
const catalog = await PluginCatalog.read(dirs, log, { patience: PATIENCE, ...options })
const reading: CatalogReading = { entries: catalog.list().map(told), complaints }
process.stdout.write(JSON.stringify(reading), () => process.exit(0))
