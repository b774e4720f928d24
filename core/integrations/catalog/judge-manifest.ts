import type { PluginManifest } from '@askpro/plugin-sdk'
import { Ajv } from 'ajv'
import satisfies from 'semver/functions/satisfies.js'
import validRange from 'semver/ranges/valid.js'
import type { BrokenPlugin } from './catalog-entry.ts'
import { manifestSchema } from './manifest-schema.ts'
import { schemaComplaint } from './schema-complaint.ts'

/** The schema is the hub's own, so a test proves it; it is used a few times only. */
const ajv = new Ajv({ strict: true, discriminator: true, validateSchema: false, code: { optimize: false } })
ajv.addFormat('uri', URL.canParse)
const isManifest = ajv.compile<PluginManifest>(manifestSchema)

export interface Refusal {
  state: BrokenPlugin['state']
  reason: string
}

/** Why a plugin with this `plugin.json` in the folder `place` is not used; undefined where nothing is wrong with it. */
export function refusalOf(
  manifest: unknown,
  { place, sdkVersion }: { place: string; sdkVersion: string },
): Refusal | undefined {
  if (!isManifest(manifest)) {
    const [first] = isManifest.errors ?? []
    return { state: 'invalid', reason: `plugin.json: ${first ? schemaComplaint(first) : 'is not valid'}` }
  }
  const { id, version, sdk } = manifest
  if (id !== place) return { state: 'invalid', reason: `plugin.json: /id is ${id}, the folder is ${place}` }
  if (validRange(sdk) === null)
    return { state: 'invalid', reason: `plugin.json: /sdk is no version range: ${sdk}` }
  if (satisfies(sdkVersion, sdk)) return undefined
  const reason = `${id} ${version} needs @askpro/plugin-sdk ${sdk}, this hub has ${sdkVersion}`
  return { state: 'incompatible', reason }
}
