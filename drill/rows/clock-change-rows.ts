import { setTimeout as sleep } from 'node:timers/promises'
import { Temporal } from 'temporal-polyfill'
import { api } from '../../core/test/program/api.ts'
import type { DrillRow, Scene } from '../drill-row.ts'
import type { Site } from '../site.ts'
import { Traffic } from '../traffic.ts'
import { WebClient } from '../web-client.ts'

const ZONE = 'Europe/Berlin'
const HOUR = 3_600_000
const QUARTER = HOUR / 4
/** Who comes for each time of the night. */
const RIVALS = 3
/** Milliseconds before the change at which people begin to come, and for how long they do. */
const AHEAD = 8_000
const COMING = 16_000

/** The next instant, in epoch milliseconds, at which clocks are put back and an hour of the night comes again. */
function nextRepeatedHour(now: number): number {
  let before = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(ZONE)
  for (;;) {
    const change = before.getTimeZoneTransition('next')
    if (!change) throw new Error(`${ZONE} changes its clocks no more`)
    if (change.offsetNanoseconds < before.offsetNanoseconds) return change.epochMilliseconds
    before = change
  }
}

/** She works alone at her location, and in no outside calendar. */
function sofia({ demo: { services, locations, resources } }: Site) {
  const id = (list: Array<{ id: string; name: string }>, name: string) =>
    list.find((one) => one.name === name)?.id ?? ''
  return {
    service_id: id(services, 'Haarschnitt Herren'),
    location_id: id(locations, 'Prenzlauer Berg'),
    resource_id: id(resources, 'Sofia'),
  }
}

interface Hours {
  id: string
  resource_id: string | null
  overrides: Array<{ date: string }>
}

/** Sofia and her location are open in that night. Gives how to undo it. */
async function openAtNight(site: Site, change: number): Promise<() => Promise<void>> {
  const { location_id, resource_id } = sofia(site)
  const day = Temporal.Instant.fromEpochMilliseconds(change).toZonedDateTimeISO(ZONE).toPlainDate()
  const { body } = await api(site.demo, `GET /v1/schedules?location_id=${location_id}`)
  const theirs = (body.data as Hours[]).filter(
    (each) => each.resource_id === null || each.resource_id === resource_id,
  )
  const open = { date: day.toString(), ranges: [{ start: '00:00', end: '06:00' }] }
  const put = async (overridesOf: (hours: Hours) => object[]) => {
    for (const hours of theirs) {
      const change = { body: { overrides: overridesOf(hours) } }
      const { status } = await api(site.demo, `PATCH /v1/schedules/${hours.id}`, change)
      if (status !== 200) throw new Error(`the hours of ${hours.id} could not be set: ${status}`)
    }
  }
  await put(({ overrides }) => [...overrides, open])
  return () => put(({ overrides }) => overrides)
}

/** What is said of each start of the two hours that read the same on the wall, by start. */
async function sentences(site: Site, starts: readonly number[]): Promise<Map<number, string>> {
  const said = new Map<number, string>()
  for (const start of starts) {
    const [from, to] = [start, start + QUARTER].map((at) => new Date(at).toISOString())
    const query = new URLSearchParams({ ...sofia(site), ranges: `${from}/${to}` })
    const { body } = await api(site.demo, `GET /v1/offers?${query}`)
    const offer = body.offers?.find((one: { start: string }) => Date.parse(one.start) === start)
    if (offer) said.set(start, offer.say)
  }
  return said
}

/** The hour before the change and the hour after it are told apart, and both can be booked, by one each. */
async function bookTheNight(scene: Scene, change: number): Promise<void> {
  const { site, random, expect, note } = scene
  const first = [0, 1, 2, 3].map((quarter) => change - HOUR + quarter * QUARTER)
  const starts = [...first, ...first.map((start) => start + HOUR)]
  const said = await sentences(site, starts)
  expect(said.size === starts.length, `of ${starts.length} times of the two hours ${said.size} were offered`)
  const alike = first.filter((start) => said.get(start) === said.get(start + HOUR))
  expect(alike.length === 0, `two times are called the same: ${alike.map((start) => said.get(start))}`)
  note(`The callers were told: ${said.get(change - HOUR)} / ${said.get(change)}.`)
  const wanted = starts.flatMap((start) => Array.from({ length: RIVALS }, () => start))
  const ends = await Promise.all(
    wanted.map(async (start) => {
      const client = new WebClient(site, random.name(), sofia(site))
      return { start, says: (await client.insist(new Date(start).toISOString())).says }
    }),
  )
  const open = ends.filter(({ says }) => says !== 'booked' && says !== 'refused')
  expect(open.length === 0, `${open.length} had neither a yes nor a no`)
  for (const from of [change - HOUR, change]) {
    const booked = ends.filter(({ start, says }) => says === 'booked' && start >= from && start < from + HOUR)
    expect(booked.length > 0, `of the hour from ${new Date(from).toISOString()} nothing was booked`)
  }
}

export const clockChangeRows: readonly DrillRow[] = [
  {
    name: 'clock: the night in which an hour comes twice',
    layout: 'one',
    did: 'The clock of the business rules set to three hours before clocks are put back, in a night with opening hours; then to 8 s before, while people came.',
    must: 'both hours are offered in words of their own and booked by one each; who came while clocks were put back is booked',
    async act(scene) {
      const { site } = scene
      const before = site.now() - Date.now()
      const change = nextRepeatedHour(site.now())
      const close = await openAtNight(site, change)
      await site.turnClock(change - 3 * HOUR - Date.now())
      await bookTheNight(scene, change)
      await site.turnClock(change - AHEAD - Date.now())
      const traffic = await Traffic.begin(scene, 1_000)
      await sleep(COMING)
      await traffic.end()
      scene.expect(site.now() > change, 'the clocks were not put back meanwhile')
      await close()
      await site.turnClock(before)
      scene.over()
    },
  },
]
