import type { Plugin, PluginManifest } from '@askpro/plugin-sdk'
import type { SettingsSchema } from './settings-schema.ts'

export interface LoadedPlugin {
  state: 'loaded'
  id: string
  dir: string
  manifest: PluginManifest
  settings: SettingsSchema
  plugin: Plugin
}

/** One that is not used, with the reason an admin can act on. */
export interface BrokenPlugin {
  state: 'disabled' | 'invalid' | 'incompatible' | 'crashed'
  id: string
  reason: string
}

export type CatalogEntry = LoadedPlugin | BrokenPlugin
