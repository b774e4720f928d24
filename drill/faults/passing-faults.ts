import { setTimeout as sleep } from 'node:timers/promises'
import { visit } from '../visit.ts'
import type { ProviderFault } from './provider-fault.ts'

interface Passing {
  name: string
  did: string
  fault: object
  /** Milliseconds until the provider is well again. */
  lasts: number
  quick?: boolean
}

const PASSING: readonly Passing[] = [
  {
    name: 'hangs 60 s',
    did: 'takes every request and answers none for 60 s',
    fault: { hang: true },
    lasts: 60_000,
  },
  { name: 'resets', did: 'resets every connection for 10 s', fault: { reset: true }, lasts: 10_000 },
  {
    name: '429',
    did: 'answers 429 with Retry-After 5 for 10 s',
    fault: { status: 429, retry_after: 5 },
    lasts: 10_000,
  },
  {
    name: '500 after the work',
    did: 'does what it is asked, twice, and then answers 500',
    fault: { error_after: true, times: 2 },
    lasts: 3_000,
    quick: true,
  },
]

const asFault = ({ name, did, fault, lasts, quick = false }: Passing): ProviderFault => ({
  name,
  did,
  layouts: ['one', 'two'],
  quick,
  async act(scene, provider, watch) {
    const { site } = scene
    await site.control('PUT', `/faults/${provider.name}`, { ...provider.hit, ...fault })
    const begun = Date.now()
    const done = await provider.use(scene)
    await visit(scene)
    await sleep(Math.max(0, lasts - (Date.now() - begun)))
    await watch.look()
    await site.control('DELETE', `/faults/${provider.name}`)
    scene.over()
    await done()
  },
})

export const passingFaults: readonly ProviderFault[] = PASSING.map(asFault)
