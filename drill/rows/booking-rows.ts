import { setTimeout as sleep } from 'node:timers/promises'
import { api, eventually } from '../../core/test/program/api.ts'
import { Caller } from '../caller.ts'
import type { DrillRow, Scene } from '../drill-row.ts'
import { nextOffer, type Offer, offers } from '../offers.ts'
import { Traffic } from '../traffic.ts'
import { WebClient } from '../web-client.ts'

const MINUTE = 60_000
/** Lina's calendar at Google. */
const CALENDAR = 'pro@example.com'
/** Milliseconds in which a time that was put into a calendar is to be known here. */
const SYNCED_WITHIN = 60_000

function ring({ site, random }: Scene): Caller {
  return new Caller(site, { wish: random.name(), from: `+49171${1_000_000 + random.upTo(5_999_999)}` })
}

/** Two hold a time and fall silent; nobody works on jobs when their holds run out. */
async function holdsRunOut(scene: Scene): Promise<void> {
  const { site, expect, note } = scene
  const [one, other] = await offers(site, 2)
  if (!one || !other) throw new Error('Lina has no time left: seed a new site')
  const first = ring(scene)
  const hold = await first.hold(one.offer_token)
  const held = await api(site.demo, 'POST /v1/holds', { body: { ...site.lina, start: other.start } })
  expect(hold !== undefined && held.status === 201, 'the times were not held in the first place')
  await site.worker.kill()
  await site.turnClock(site.now() - Date.now() + 10 * MINUTE, {}, site.of('api'))
  const open = await offers(site, 2)
  const offered = new Set(open.map(({ start }) => start))
  expect(offered.has(one.start) && offered.has(other.start), 'the times are not offered again')
  const second = ring(scene)
  const told = await second.obtain(tokenFor(one, open), Date.now() + MINUTE)
  expect(told.says === 'booked', `who came for the first time after it had run out ended with: ${told.says}`)
  const client = new WebClient(site, scene.random.name())
  const { says } = await client.insist(other.start)
  expect(says === 'booked', `who came for the second time after it had run out ended with: ${says}`)
  expect(!site.worker.isUp, 'the worker ran again too early: the row has shown nothing')
  const late = await first.insist({ hold_id: hold ?? '' })
  expect(late.says === 'refused', `who had held the first time was told: ${late.says}`)
  scene.over()
  await site.raise()
  await Promise.all([first.hangUp(), second.hangUp()])
  note('Both times went to others before the worker was there again.')
}

/** The offer for the same time as it is given now: a token is good for an hour of the real clock only. */
const tokenFor = ({ start }: Offer, open: readonly Offer[]): string =>
  open.find((offer) => offer.start === start)?.offer_token ?? ''

/** One of two processes is killed while people keep coming, and is not there for a while. */
async function oneOfTwo(scene: Scene): Promise<void> {
  const { site, random, expect, note } = scene
  const traffic = await Traffic.begin(scene, 600)
  await sleep(2_000)
  const victim = random.pick(site.of('api'))
  await victim.kill()
  const since = Date.now()
  await sleep(10_000)
  const until = Date.now()
  scene.over()
  await site.raise()
  await traffic.end()
  const served = site.witness.told.filter(
    ({ says, at, took }) => says === 'booked' && at >= since && at + took <= until,
  )
  expect(served.length > 0, 'nobody was served by the process that was left')
  note(`The process that was left booked ${served.length} while it was alone.`)
}

/** A time that has just been booked is taken in the owner's calendar as well: once before the entry is there. */
async function syncedOver(scene: Scene): Promise<void> {
  const { site, random, expect } = scene
  const client = new WebClient(site, random.name())
  const { start } = await nextOffer(site)
  const { says, appointmentId: id = '' } = await client.insist(start)
  expect(says === 'booked', `the appointment was not booked in the first place: ${says}`)
  const end = new Date(Date.parse(start) + 30 * MINUTE).toISOString()
  const event = { summary: 'Zahnarzt', start: { dateTime: start }, end: { dateTime: end } }
  const path = `/google_calendar/events?calendar_id=${encodeURIComponent(CALENDAR)}`
  const { id: eventId } = (await site.control('POST', path, event)) as { id: string }
  await api(site.demo, `POST /v1/connections/${site.connection('google-calendar')}/sync`)
  const conflicts = () =>
    site.rows<{ payload: { why?: string } }>(
      `select payload from events where aggregate_id = $1 and type = 'appointment.conflict'`,
      [id],
    )
  const told = await eventually(conflicts, (found) => found.length > 0, SYNCED_WITHIN * scene.slowness)
  expect(told.length > 0, 'nobody was told that the appointment stands over a time that is taken')
  const { body } = await api(site.demo, `GET /v1/appointments/${id}`)
  expect(body.status === 'confirmed' && Date.parse(body.start) === Date.parse(start), 'it did not stay')
  const rival = await new WebClient(site, random.name()).insist(start)
  expect(rival.says === 'refused', `somebody else who wanted that time was told: ${rival.says}`)
  scene.over()
  // What the owner put there is no appointment: it would be counted as one that nobody made.
  await site.control('DELETE', path.replace('/events?', `/events/${eventId}?`))
}

export const bookingRows: readonly DrillRow[] = [
  {
    name: 'holds: they run out while the worker is down',
    layout: 'one',
    did: 'Two times held, the worker killed, and the clock of the business rules put forward by ten minutes without it.',
    must: 'others are offered both times and get them before the worker runs again; who held is told so',
    act: holdsRunOut,
  },
  {
    name: 'replicas: one of two killed under load',
    layout: 'two',
    did: 'kill -9 of one of the two apis while somebody came every 0.6 s; it stayed away for 10 s.',
    must: 'callers are served by the other meanwhile, and who came is booked in the end',
    unanswered: true,
    act: oneOfTwo,
  },
  {
    name: 'calendar: a busy time synced in over a fresh appointment',
    layout: 'one',
    did: 'A time booked and at once taken in the owner’s own calendar as well, which was then read.',
    must: 'the appointment stays, the conflict is told as an event, and nobody else gets the time',
    act: syncedOver,
  },
]
