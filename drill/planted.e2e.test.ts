import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Caller } from './caller.ts'
import type { DrillRow, Scene } from './drill-row.ts'
import { Ground } from './ground.ts'
import { nextOffer } from './offers.ts'
import { newNames, seeded } from './random.ts'
import { runRow } from './run-row.ts'
import { Site } from './site.ts'

/** A drill of the drill: damage is done to a real hub on purpose, and its row must say so. */
let ground: Ground
let site: Site
/** The rows share a site, and its appointments are found by their names. */
const names = newNames()
const PLANTED = 'ffffffff-ffff-4fff-8fff-ffffffffffff'

beforeAll(async () => {
  ground = await Ground.open()
  site = await Site.open(ground, { name: 'small', apis: 1, redis: false })
}, 300_000)

afterAll(async () => {
  await site?.close()
  await ground?.close()
}, 120_000)

/** Somebody books and hangs up; then `damage` is done behind the hub's back, and undone once it was looked at. */
async function held(damage: (scene: Scene, wish: string) => Promise<void>, undo: string[] = []) {
  const row: DrillRow = {
    name: 'planted',
    layout: 'one',
    did: 'damage',
    must: '',
    async act(scene) {
      const caller = new Caller(site, { wish: scene.random.name(), from: '+491711234567' })
      const hold = await caller.hold((await nextOffer(site)).offer_token)
      await caller.insist({ hold_id: hold ?? '' })
      await caller.hangUp()
      await damage(scene, caller.wish)
    },
  }
  const { held, why } = await runRow(row, site, seeded(Date.now(), names))
  for (const statement of undo) await site.rows(statement)
  return { held, why: why.join('\n') }
}

const settled = async () => {
  for (let open = 1; open > 0; ) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    const [row] = await site.rows<{ open: number }>(
      `select count(*)::int as open from jobs where kind = 'appointment.export' and state in ('waiting', 'running')`,
    )
    open = row?.open ?? 0
  }
}

test('nothing planted: the row holds', async () => {
  expect(await held(async () => {})).toEqual({ held: 'yes', why: '' })
}, 300_000)

test('an overlap behind the constraints’ back', async () => {
  const result = await held(
    async (_scene, wish) => {
      await settled()
      await site.rows('alter table occupancies drop constraint occupancies_cores_apart')
      await site.rows('alter table occupancies drop constraint occupancies_buffers_kept')
      await site.rows(
        `insert into occupancies (tenant_id, id, appointment_id, resource_id, seat, layer, during)
         select o.tenant_id, '${PLANTED}', (select other.id from appointments other
             where other.status = 'confirmed' and other.id <> o.appointment_id limit 1),
           o.resource_id, o.seat, 0, o.during
         from occupancies o join appointments a on a.id = o.appointment_id where a.attendee_name = $1 and o.layer = 0 limit 1`,
        [wish],
      )
    },
    [`delete from occupancies where id = '${PLANTED}'`],
  )
  expect(result.held).toBe('no')
  expect(result.why).toMatch(/appointments \S+ and \S+ overlap/)
}, 300_000)

test('an appointment that was said to be booked is lost', async () => {
  const result = await held(async (_scene, wish) => {
    await settled()
    await site.rows('delete from appointments where attendee_name = $1', [wish])
  })
  expect(result.held).toBe('no')
  expect(result.why).toMatch(/was told "booked", and no appointment stands/)
  expect(result.why).toMatch(/0 here, 1 at calcom/)
}, 300_000)

test('a call is metered twice', async () => {
  const result = await held(async () => {
    await site.rows(
      `insert into usage_events (tenant_id, id, event_id, meter, quantity, call_id, occurred_at, received_at)
         select tenant_id, gen_random_uuid(), 'planted:' || event_id, meter, quantity, call_id, occurred_at, received_at
         from usage_events where meter = 'call_seconds' and call_id is not null limit 1`,
    )
  }, [`delete from usage_events where event_id like 'planted:%'`])
  expect(result.held).toBe('no')
  expect(result.why).toMatch(/metered: call_seconds [\d.]+, call_seconds [\d.]+, calls 1/)
}, 300_000)
