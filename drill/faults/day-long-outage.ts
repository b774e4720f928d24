import { visit } from '../visit.ts'
import type { ProviderFault } from './provider-fault.ts'

const HOUR = 3_600_000
const STRETCHES = 2
/** What is booked meanwhile is still to come when the provider is back. */
const BOOKED_AHEAD = 40 * HOUR

/** The day passes by the hub's clock. */
export const dayLongOutage: ProviderFault = {
  name: 'down for a day',
  did: 'answers 503 to everything for a day by the hub’s clock, while people come at its beginning, its middle and its end',
  must: 'its breaker opens and it is asked little; nothing is given up',
  layouts: ['one', 'two'],
  async act(scene, provider, watch) {
    const { site } = scene
    await site.control('PUT', `/faults/${provider.name}`, { status: 503 })
    const done = await provider.use(scene, site.now() + BOOKED_AHEAD)
    await visit(scene, site.now() + BOOKED_AHEAD)
    for (let stretch = 0; stretch < STRETCHES; stretch += 1) {
      await watch.look()
      await site.turnClock(site.now() - Date.now() + (24 / STRETCHES) * HOUR)
      await visit(scene, site.now() + BOOKED_AHEAD)
    }
    await watch.look()
    await site.control('DELETE', `/faults/${provider.name}`)
    scene.over()
    await done()
  },
}
