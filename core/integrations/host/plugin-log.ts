import type { PluginLogger } from '@askpro/plugin-sdk'

/** A log whose lines name the plugin and the connection, whatever the plugin writes. */
export function pluginLog(log: PluginLogger, names: { plugin: string; connection: string }): PluginLogger {
  return {
    debug: (fields, message) => log.debug({ ...fields, ...names }, message),
    info: (fields, message) => log.info({ ...fields, ...names }, message),
    warn: (fields, message) => log.warn({ ...fields, ...names }, message),
    error: (fields, message) => log.error({ ...fields, ...names }, message),
  }
}
