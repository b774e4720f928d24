import { mkdirSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { SDK_FOLDER } from './pack-sdk.ts'

/** Leads the SDK's name to this checkout, where a plugin's folder does not find it by itself: for types and tests. */
export function linkSdk(folder: string): void {
  const link = join(folder, 'node_modules', '@askpro', 'plugin-sdk')
  try {
    createRequire(join(folder, 'index.js')).resolve('@askpro/plugin-sdk')
  } catch {
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(SDK_FOLDER, link)
  }
}
