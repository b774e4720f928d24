import type { SettingsSchema } from '../catalog/settings-schema.ts'

type Settings = Record<string, unknown>

export const ENTER_AGAIN = 'The address leads elsewhere: enter this again as well.'

/**
 * Whether the hub would send a connection's secrets to another host than so far. Whoever may change the address may not
 * read the secrets, so the stored ones do not go along.
 */
export function leadsElsewhere(schema: SettingsSchema, before: Settings, after: Settings): boolean {
  const was = { ...before }
  // What was stored before the plugin had the setting went to its default.
  schema.check(was)
  return schema.hosts.some((name) => originOf(was[name]) !== originOf(after[name]))
}

const originOf = (address: unknown): string | undefined =>
  typeof address === 'string' && URL.canParse(address) ? new URL(address).origin : undefined
