import type { DrillRow, Scene } from '../drill-row.ts'
import type { ProviderWatch } from '../provider-watch.ts'
import type { Provider } from '../providers/provider.ts'

/** What goes wrong at a provider, whichever it is. */
export interface ProviderFault {
  name: string
  /** After the provider's name. */
  did: string
  /** What it asks for besides what the provider is there for. */
  must?: string
  layouts: ReadonlyArray<DrillRow['layout']>
  /** Part of --quick at all but the telephony provider, where a quarter of an hour has to pass. */
  quick?: boolean
  lacks?(): string | undefined
  /** Resolves when what the provider had to do is done. Looks at the watch before it ends the trouble. */
  act(scene: Scene, provider: Provider, watch: ProviderWatch): Promise<void>
}
