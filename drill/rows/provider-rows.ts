import { setTimeout as sleep } from 'node:timers/promises'
import { placeCall } from '../../core/app/demo/place-call.ts'
import { eventually } from '../../core/test/program/api.ts'
import { finalizeInvoice } from '../collecting.ts'
import type { DrillRow, Scene } from '../drill-row.ts'
import { offers } from '../offers.ts'
import type { ProviderName } from '../site.ts'
import { WebClient } from '../web-client.ts'

interface Trouble {
  name: string
  did: string
  fault: object
  /** Milliseconds until the provider is well again. */
  lasts: number
  quick?: boolean
}

const TROUBLES: readonly Trouble[] = [
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

interface Provider {
  title: string
  /** Which of its requests are hit; all where nothing is said. */
  hit: object
  must: string
  /** Gives the hub something to do there. */
  use(scene: Scene): Promise<() => Promise<void>>
}

/** Three over the API, side by side. */
async function bookThree({ site, random, expect }: Scene): Promise<void> {
  const wanted = await offers(site, 3)
  const told = await Promise.all(wanted.map(({ start }) => new WebClient(site, random.name()).insist(start)))
  for (const { says, wish } of told) expect(says === 'booked', `${wish} ended with: ${says}`)
}

const calendar = {
  must: 'bookings are taken all the same; each entry is written, once',
  async use(scene: Scene) {
    await bookThree(scene)
    return async () => {}
  },
}

const PROVIDERS: Record<ProviderName, Provider> = {
  calcom: { title: 'Cal.com', hit: {}, ...calendar },
  google_calendar: { title: 'Google Calendar', hit: {}, ...calendar },
  retell: {
    title: 'Retell’s API',
    hit: { method: 'GET' },
    must: 'a call whose end was never told is asked for until it is known, and metered once',
    use: askForCall,
  },
  stripe: {
    title: 'Stripe',
    hit: { method: 'POST' },
    must: 'the invoice is paid once, here and there',
    async use(scene) {
      const id = await finalizeInvoice(scene)
      return async () => void (await paid(scene, id))
    },
  },
}

/** A call whose every event gets lost; a quarter of an hour later the hub asks for it. */
async function askForCall(scene: Scene): Promise<() => Promise<void>> {
  const { site } = scene
  const faults = (await site.control('GET', '/faults/retell')) as object[]
  await site.control('PUT', '/faults/retell', [{ webhooks: { lose: true } }, ...faults])
  const [call] = await placeCall(site.demo, 'plain-booking')
  await site.turnClock(site.now() - Date.now() + 16 * 60_000)
  await site.control('PUT', '/faults/retell', faults)
  return async () => {
    const status = async () => (await site.rows<{ status: string }>(STATUS, [call?.call_id]))[0]?.status
    const found = await eventually(status, (is) => is === 'ended', 120_000)
    scene.expect(found === 'ended', `a call whose end was never told is ${found}`)
  }
}

const STATUS = 'select status from calls where provider_call_id = $1'

async function paid(scene: Scene, id: string): Promise<void> {
  const status = async () =>
    (await scene.site.rows<{ status: string }>('select status from invoices where id = $1', [id]))[0]?.status
  const found = await eventually(status, (is) => is === 'paid', 150_000)
  scene.expect(found === 'paid', `the invoice is ${found}`)
}

function providerRow(name: ProviderName, trouble: Trouble): DrillRow {
  const { title, hit, must, use } = PROVIDERS[name]
  return {
    name: `${title}: ${trouble.name}`,
    layout: 'one',
    did: `${title} ${trouble.did}.`,
    must,
    quick: trouble.quick === true && name !== 'retell',
    async act(scene) {
      const { site } = scene
      await site.control('PUT', `/faults/${name}`, { ...hit, ...trouble.fault })
      const begun = Date.now()
      const settled = await use(scene)
      await sleep(Math.max(0, trouble.lasts - (Date.now() - begun)))
      await site.control('DELETE', `/faults/${name}`)
      scene.over()
      await settled()
    },
  }
}

export const providerRows: readonly DrillRow[] = (Object.keys(PROVIDERS) as ProviderName[]).flatMap((name) =>
  TROUBLES.map((trouble) => providerRow(name, trouble)),
)
