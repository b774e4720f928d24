import type { DrillRow } from '../drill-row.ts'
import { expectNoDrift } from '../expect-no-drift.ts'
import { dayLongOutage } from '../faults/day-long-outage.ts'
import { lostWebhooks } from '../faults/lost-webhooks.ts'
import { passingFaults } from '../faults/passing-faults.ts'
import type { ProviderFault } from '../faults/provider-fault.ts'
import { revokedAccess } from '../faults/revoked-access.ts'
import { wrongClock } from '../faults/wrong-clock.ts'
import { ProviderWatch } from '../provider-watch.ts'
import { providers } from '../providers/index.ts'
import type { Provider } from '../providers/provider.ts'

const FAULTS = [...passingFaults, revokedAccess, lostWebhooks, dayLongOutage, wrongClock]

/** Callers are served meanwhile, the breaker does what it is for, and in the end neither side knows what the other does not. */
function providerRow(provider: Provider, fault: ProviderFault, layout: DrillRow['layout']): DrillRow {
  const { title, must, isCalendar } = provider
  let watch: ProviderWatch | undefined
  return {
    name: `${title}: ${fault.name}`,
    layout,
    did: `${title} ${fault.did}.`,
    must: [...(fault.must ? [fault.must] : []), must].join('; '),
    quick: fault.quick === true && provider.name !== 'retell',
    ...(fault.lacks ? { lacks: fault.lacks } : {}),
    async act(scene) {
      watch = await ProviderWatch.begin(scene, provider)
      await fault.act(scene, provider, watch)
    },
    async settled(scene) {
      await watch?.expectWell()
      if (isCalendar) await expectNoDrift(scene, provider)
    },
  }
}

export const providerRows: readonly DrillRow[] = FAULTS.flatMap((fault) =>
  fault.layouts.flatMap((layout) => providers.map((provider) => providerRow(provider, fault, layout))),
)
