import { setTimeout as sleep } from 'node:timers/promises'
import { Caller } from './caller.ts'
import type { Recovery, Scene } from './drill-row.ts'
import { nextOffer } from './offers.ts'
import type { Site } from './site.ts'

/** Milliseconds. */
const LOOK_EVERY = 400
const SERVED_WITHIN = 60_000
const SETTLED_WITHIN = 180_000
/** Longer than any stretched limit: a machine that is as slow as that shows nothing. */
const AT_MOST = 600_000

/**
 * Not waited for: what watches over a call, a hold, an open invoice or a repaired connection and is due later. Everything
 * else that is unfinished is work that the fault may have held up.
 */
const PATIENT = `kind in ('call.repair', 'hold.expire', 'invoice.check', 'connection.wake')
  and state = 'waiting' and run_at > $1`

const OPEN = `select kind, state, last_error,
    extract(epoch from case state when 'running' then greatest(lease_until, clock_timestamp()) else run_at end)::float8 * 1000 as due,
    state = 'running' and lease_until < clock_timestamp() as abandoned,
    extract(epoch from lease_until)::float8 * 1000 as lease
  from jobs where state in ('waiting', 'running') and not (${PATIENT})`

interface OpenJob {
  kind: string
  state: string
  last_error: string | null
  /** Epoch milliseconds by the business clock. */
  due: number
  abandoned: boolean
  lease: number | null
}

/** Waits until callers are served again and all work is done. `since` is the end of the fault. */
export async function recover(
  scene: Scene,
  { since, slowness }: { since: number; slowness: number },
): Promise<Recovery> {
  const limits = {
    since,
    served: Math.min(AT_MOST, SERVED_WITHIN * slowness),
    settled: settledWithin(slowness),
  }
  const [served, { settled, longestWait }] = await Promise.all([serve(scene, limits), settle(scene, limits)])
  // The probe has made work of its own.
  await untilQuiet(scene.site, slowness)
  return { served, settled, longestWait }
}

/** Milliseconds, and the instant from which they count. */
interface Limits {
  since: number
  served: number
  settled: number
}

/** Somebody rings and asks for one time, again and again until it is held and booked. Gives how long that took. */
async function serve({ site, random, broken }: Scene, limits: Limits): Promise<number> {
  const caller = new Caller(site, { wish: random.name(), from: `+49171${7_000_000 + random.upTo(999_999)}` })
  const until = Date.now() + limits.served
  let last = ''
  while (Date.now() < until) {
    const offer = await nextOffer(site).catch(String)
    const told = typeof offer !== 'string' && (await caller.obtain(offer.offer_token, until))
    last = told ? told.says : String(offer)
    if (told && told.says === 'booked') {
      const served = Date.now() - limits.since
      await caller.hangUp()
      return served
    }
    await sleep(LOOK_EVERY)
  }
  broken(
    `nobody could book within ${Math.round(limits.served / 1_000)} s of the fault's end; the last answer: ${last}`,
  )
  return limits.served
}

async function settle({ site, broken }: Scene, { since, settled }: Limits) {
  const until = Date.now() + settled
  let longestWait = 0
  let open: OpenJob[] = []
  while (Date.now() < until) {
    open = await openJobs(site).catch(() => open)
    longestWait = Math.max(longestWait, ...open.map((job) => waited(job, { site, since })))
    if (open.length === 0) return { settled: Date.now() - since, longestWait }
    await sleep(LOOK_EVERY)
  }
  const left = open.map(({ kind, state, last_error }) => `${kind} (${state}: ${last_error})`)
  broken(`not done ${Math.round(settled / 1_000)} s after the fault's end: ${left.slice(0, 5).join(', ')}`)
  return { settled, longestWait }
}

/** Waits until no work is left: what a check has made, or what a provider has told meanwhile. */
export async function untilQuiet(site: Site, slowness: number): Promise<void> {
  const until = Date.now() + settledWithin(slowness)
  while ((await openJobs(site)).length > 0 && Date.now() < until) await sleep(LOOK_EVERY)
}

const settledWithin = (slowness: number): number => Math.min(AT_MOST, SETTLED_WITHIN * slowness)

const openJobs = (site: Site): Promise<OpenJob[]> => site.rows<OpenJob>(OPEN, [new Date(site.now() + 5_000)])

/** How long it has been due already; a running one waits only once its runner is gone. */
function waited({ state, due, abandoned, lease }: OpenJob, at: { site: Site; since: number }): number {
  const now = Date.now()
  if (state === 'running') return abandoned && lease !== null ? now - Math.max(lease, at.since) : 0
  const shift = at.site.now() - now
  return now - Math.max(due - shift, at.since)
}
