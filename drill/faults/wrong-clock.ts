import type { Scene } from '../drill-row.ts'
import type { Provider } from '../providers/provider.ts'
import { lacksFaketime, withSystemClock } from '../system-clock.ts'
import { visit } from '../visit.ts'
import type { ProviderFault } from './provider-fault.ts'

/** Seconds: signatures are good for five minutes. */
const OFF = 240

/** Signatures, tokens and waits that name a time are read by a clock that is not the provider's. */
export const wrongClock: ProviderFault = {
  name: 'another clock',
  did: 'has a clock that is four minutes behind the hub’s, then one that is four minutes ahead of it',
  must: 'whatever it sends is taken',
  layouts: ['one'],
  lacks: lacksFaketime,
  act: (scene, provider, watch) =>
    withSystemClock(scene, async (set) => {
      for (const seconds of [OFF, -OFF]) {
        set(seconds)
        const refused = await refusedSince(scene, provider)
        const done = await provider.live(scene)
        await visit(scene)
        await done()
        await watch.look()
        scene.expect((await refused()) === 0, `${await refused()} of its webhooks were refused`)
      }
      set(0)
      scene.over()
    }),
}

/** Asked again it gives how many of its webhooks were not believed since now. */
async function refusedSince({ site }: Scene, { name }: Provider): Promise<() => Promise<number>> {
  const journal = (after: number) =>
    site.control('GET', `/journal/${name}?after=${after}`) as Promise<{
      deliveries: Array<{ status: number | null }>
      last: number
    }>
  const { last } = await journal(0)
  return async () => (await journal(last)).deliveries.filter(({ status }) => status === 401).length
}
