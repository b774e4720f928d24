import { assessQuality, type QualityTier, readPluginFolder } from '@askpro/plugin-sdk/quality'
import type { LoadedPlugin } from './catalog-entry.ts'

const known = new WeakMap<LoadedPlugin, QualityTier | null>()

/**
 * What the plugin's quality.json says and its files bear out. Read once, when somebody asks: code that is loaded stays
 * what it is until the next start. Installed plugins come without their tests.
 */
export function tierOf(plugin: LoadedPlugin): QualityTier | null {
  const before = known.get(plugin)
  if (before !== undefined) return before
  const tier = read(plugin.dir)
  known.set(plugin, tier)
  return tier
}

function read(dir: string): QualityTier | null {
  try {
    const folder = readPluginFolder(dir)
    return assessQuality({ ...folder, tests: folder.tests?.size ? folder.tests : null }).tier
  } catch {
    // A quality.json that is no JSON, or a folder that was removed meanwhile.
    return null
  }
}
