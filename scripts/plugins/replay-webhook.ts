import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ProviderFact, Verdict } from '@askpro/plugin-sdk'
import { createTestContext } from '@askpro/plugin-sdk/testing'
import { loadPlugin } from '../../core/integrations/catalog/load-plugin.ts'
import { resolveSdkForPlugins } from '../../core/integrations/catalog/sdk-resolution.ts'
import { readSdkPackage } from './pack-sdk.ts'

/** A delivery as it came: from a file, or out of a hub's inbox. */
export interface RecordedWebhook {
  /** The hook's name in the manifest. */
  hook: string
  headers: Record<string, string>
  /** The exact bytes; as text in a file. */
  body: string | Buffer
  /** Epoch milliseconds; some signatures hold only for a while. Now, where it is not said. */
  received_at?: number
  /** The settings it is verified with. Without them it is taken for genuine, as what a hub has stored is. */
  settings?: Record<string, unknown>
}

export interface Replay {
  /** `not_asked`: there was nothing to verify it with. */
  verdict: Verdict | 'not_asked'
  dedupeKey: string
  facts: ProviderFact[]
}

/** Hands a recorded delivery to the plugin as the hub would: verified first, its facts only where it is genuine. */
export async function replayWebhook(folder: string, recorded: RecordedWebhook): Promise<Replay> {
  await resolveSdkForPlugins([folder])
  const place = { id: basename(folder), dir: folder, isPackage: false }
  const sdkVersion = readSdkPackage().version
  const entry = await loadPlugin(place, { sdkVersion, patience: 20_000, off: new Set() })
  if (entry.state !== 'loaded') throw new Error(`The hub does not use it: ${entry.state}, ${entry.reason}`)
  const handler = entry.plugin.webhooks?.[recorded.hook]
  if (!handler) throw new Error(`The plugin has no hook ${recorded.hook}.`)
  const { ctx } = createTestContext({
    folder: pathToFileURL(`${folder}/`),
    settings: recorded.settings ?? {},
  })
  const { headers, received_at: receivedAt = Date.now() } = recorded
  const request = { headers, body: Buffer.from(recorded.body), receivedAt }
  const verdict = recorded.settings ? await handler.verify(ctx, request) : 'not_asked'
  const isGenuine = verdict === 'not_asked' || verdict.genuine
  const facts = isGenuine ? await handler.facts(ctx, request) : []
  return { verdict, dedupeKey: await handler.dedupeKey(request), facts }
}
