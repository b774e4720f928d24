import { setTimeout as sleep } from 'node:timers/promises'
import { Caller } from '../caller.ts'
import { ALL_LAYOUTS, type DrillRow, type LayoutName, type Scene } from '../drill-row.ts'
import type { Member } from '../member.ts'
import { nextOffer } from '../offers.ts'
import type { DatabaseStep } from '../wires/trap.ts'

/** Milliseconds in which the worker asks Cal.com for an entry. */
const ASKED_WITHIN = 20_000

const VICTIMS = ['api', 'worker', 'both'] as const
type Victim = (typeof VICTIMS)[number]

interface Step {
  when: string
  did: string
  /** Goes through a booking up to the step, where `strike` is called; then until the caller has his answer. */
  act(scene: Scene, strike: Strike): Promise<void>
}

/** Kills; `at` is the process in whose hands the booking is. Says what becomes of the connection it came over. */
type Strike = (at: Member) => Promise<'pass' | 'cut'>

const STEPS: readonly Step[] = [
  {
    when: 'before the hold',
    did: 'as the first statement of hold_slot was on its way to the database',
    async act(scene, strike) {
      const { caller, offer } = await ringing(scene)
      trap(scene, { at: 'begin', mark: caller.line.callId, strike })
      await finish(caller, (await caller.hold(offer)) ?? (await caller.insistOnHold(offer)))
    },
  },
  {
    when: 'after the hold',
    did: 'as soon as the caller had heard that the time is held',
    async act(scene, strike) {
      const { caller, offer } = await ringing(scene)
      let served: Member | undefined
      const learn: Strike = async (member) => {
        served = member
        return 'pass'
      }
      const mark = `mark-${caller.line.callId}`
      trap(scene, { at: 'committed', mark, strike: learn })
      const hold = await caller.hold(offer, { mark })
      scene.expect(hold !== undefined && served !== undefined, 'the time was not held in the first place')
      if (served) await strike(served)
      await finish(caller, hold)
    },
  },
  ...(['commit', 'committed'] as const).map(
    (at): Step => ({
      when: at === 'commit' ? 'before the commit' : 'after the commit, before the answer',
      did:
        at === 'commit'
          ? 'as COMMIT of the booking was on its way to the database'
          : 'as the database had committed the booking and its answer had not arrived',
      async act(scene, strike) {
        const { caller, offer } = await ringing(scene)
        const hold = await caller.hold(offer)
        const mark = `mark-${caller.line.callId}`
        trap(scene, { at, mark, strike })
        if (hold) await caller.book({ hold_id: hold }, { mark })
        await finish(caller, hold)
      },
    }),
  ),
  {
    when: 'after the provider’s answer',
    did: 'as Cal.com had made the entry and its answer was on the way back to the worker',
    async act(scene, strike) {
      const { site } = scene
      const { caller, offer } = await ringing(scene)
      const struck = Promise.withResolvers<void>()
      site.answerTraps.add({
        request: /^POST \/v2\/bookings /,
        async spring() {
          // The entry is the worker's to write, whoever is killed: the api that goes with it is any.
          const verdict = await strike(scene.random.pick(site.of('api')))
          struck.resolve()
          return verdict
        },
      })
      await finish(caller, await caller.hold(offer))
      await Promise.race([struck.promise, sleep(ASKED_WITHIN * scene.slowness, undefined, { ref: false })])
    },
  },
]

async function ringing({ site, random }: Scene): Promise<{ caller: Caller; offer: string }> {
  const from = `+49171${1_000_000 + random.upTo(5_999_999)}`
  const { offer_token } = await nextOffer(site)
  return { caller: new Caller(site, { wish: random.name(), from }), offer: offer_token }
}

async function finish(caller: Caller, hold: string | undefined): Promise<void> {
  if (hold) await caller.insist({ hold_id: hold })
  await caller.hangUp()
}

function trap(
  { site }: Scene,
  { at, mark, strike }: { at: DatabaseStep; mark: string; strike: Strike },
): void {
  let struck = false
  for (const member of site.of('api')) {
    member.traps.add({
      mark,
      at,
      async spring() {
        // The request may come again to the other process before its own trap is gone.
        if (struck) return 'pass'
        struck = true
        return strike(member)
      },
    })
  }
}

function striker(scene: Scene, victim: Victim): { strike: Strike; struck(): boolean } {
  const { site } = scene
  let struck = false
  return {
    struck: () => struck,
    async strike(at) {
      struck = true
      const victims = [...(victim === 'worker' ? [] : [at]), ...(victim === 'api' ? [] : [site.worker])]
      await Promise.all(victims.map((member) => member.kill()))
      scene.over()
      void site
        .raise()
        .catch((error: unknown) => scene.broken(`a killed process did not start again: ${error}`))
      return victim === 'worker' ? 'pass' : 'cut'
    },
  }
}

const WHO: Record<Victim, string> = {
  api: 'the api that served the caller',
  worker: 'the worker',
  both: 'that api and the worker',
}

function killRow(layout: LayoutName, victim: Victim, step: Step): DrillRow {
  return {
    name: `kill -9 ${victim}: ${step.when}`,
    layout,
    did: `kill -9 of ${WHO[victim]}, ${step.did}; started again at once.`,
    must: 'asked again, the caller is booked, once',
    unanswered: victim !== 'worker',
    quick: layout === 'one' && victim === 'api',
    async act(scene) {
      const { strike, struck } = striker(scene, victim)
      await step.act(scene, strike)
      scene.expect(struck(), 'the step was never reached: nothing was killed')
      const last = scene.site.witness.told.findLast(({ wish }) => wish !== undefined)
      scene.expect(last?.says === 'booked', `the caller was not booked in the end but told: ${last?.says}`)
    },
  }
}

export const killRows: readonly DrillRow[] = ALL_LAYOUTS.flatMap((layout) =>
  VICTIMS.flatMap((victim) => STEPS.map((step) => killRow(layout, victim, step))),
)
