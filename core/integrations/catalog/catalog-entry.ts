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

/** A folder that could not be used, with the reason an admin can act on. */
export interface BrokenPlugin {
  state: 'invalid' | 'incompatible' | 'crashed'
  id: string
  dir: string
  reason: string
}

export type CatalogEntry = LoadedPlugin | BrokenPlugin
