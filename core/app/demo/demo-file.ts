import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What `<data dir>/demo.json` holds: enough to use the demo from outside. Mode 0600, since there are keys in it. */
export interface DemoFile {
  base_url: string
  /** For the pages under /admin/; missing where the demo is older than they are. */
  admin?: { email: string; password: string }
  agency: { id: string; api_key: string }
  client: { id: string; api_key: string }
  locations: Array<{ id: string; name: string; phone: string }>
  services: Array<{ id: string; name: string }>
  resources: Array<{ id: string; kind: string; name: string }>
  connections: Array<{ id: string; plugin: string }>
  sandbox: { calcom: string; google_calendar: string; retell: string; stripe: string; control: string }
}

export const demoFilePath = (dataDir: string): string => join(dataDir, 'demo.json')

/** Undefined where there is none. */
export function readDemoFile(dataDir: string): DemoFile | undefined {
  try {
    return JSON.parse(readFileSync(demoFilePath(dataDir), 'utf8')) as DemoFile
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Whole or not at all: a reader never sees half of it. */
export function writeDemoFile(dataDir: string, demo: DemoFile): void {
  const path = demoFilePath(dataDir)
  const fresh = `${path}.new`
  writeFileSync(fresh, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 })
  chmodSync(fresh, 0o600)
  renameSync(fresh, path)
}
