import { expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { api } from '../../core/test/program/api.ts'
import { wallIn } from '../src/words/wall-time.ts'
import { drag, drawn, slotAt, wallOf } from './desk-stage.ts'
import type { Scenario, Stage } from './stage.ts'

const ZONE = 'America/New_York'
const DAY = 86_400_000
/** The browser's: half an hour beside the others, on the other side of the world, and the same with its clock change. */
const BROWSERS = ['Asia/Kolkata', 'Pacific/Auckland', ZONE]

interface Shop {
  id: string
  location: string
  service: string
  staff: string
}

export const zoneScenarios: Scenario[] = [
  {
    name: 'the calendar shows the wall clock of the place, in whatever zone the browser is, also when clocks change',
    async run(stage) {
      const shop = await nightShop(stage)
      const { date, midnight } = nextClockChange()
      // Hours after midnight, by the wall; two o'clock is skipped, or comes twice.
      const booked = [await bookAt(stage, shop, midnight + 1), await bookAt(stage, shop, midnight + 4)]
      expect(booked.map(({ start }) => start.slice(0, 10))).toEqual([date, date])
      const path = `/admin/c/${shop.id}/calendar?date=${date}`
      for (const timezoneId of BROWSERS) {
        const page = await stage.open(path, { context: { timezoneId } })
        for (const each of booked) {
          const [at, slot] = await Promise.all([leftOf(page, each), leftOfSlot(page, each.start)])
          expect([timezoneId, at - slot]).toEqual([timezoneId, expect.closeTo(0, -1)])
        }
      }
      const [, moved] = booked
      if (!moved) throw new Error('it is not there')
      const page = await stage.open(path, { context: { timezoneId: 'Asia/Kolkata' } })
      await drag(page, drawn(page, moved), slotAt(page, { name: 'Nox', wall: `${date} 06:30` }))
      await page.getByText(/is now at/).waitFor()
      const { body } = await api(
        stage.program.demo,
        `GET /v1/appointments/${moved.id}`,
        asAgency(stage, shop),
      )
      expect(wallOf(body.start)).toBe(`${date} 06:30`)
    },
  },
]

const leftOf = async (page: Page, appointment: { id: string }): Promise<number> => {
  await drawn(page, appointment).waitFor()
  return (await drawn(page, appointment).boundingBox())?.x ?? Number.NaN
}

const leftOfSlot = async (page: Page, start: string): Promise<number> => {
  const slot = slotAt(page, { name: 'Nox', wall: wallOf(start) })
  await slot.waitFor()
  return (await slot.boundingBox())?.x ?? Number.NaN
}

const asAgency = ({ program: { demo } }: Stage, { id }: Pick<Shop, 'id'>) => ({
  key: demo.agency.api_key,
  tenant: id,
})

/** A client of its own, open at night: elsewhere nobody works when clocks change. */
async function nightShop(stage: Stage): Promise<Shop> {
  const { demo } = stage.program
  const made = async (path: string, body: object, tenant?: string) => {
    const reply = await api(demo, `POST ${path}`, { key: demo.agency.api_key, tenant, body })
    expect([path, reply.status]).toEqual([path, 201])
    return String(reply.body.id)
  }
  const place = { name: 'Night', zone: ZONE, language: 'en' }
  const id = await made('/v1/tenants', { ...place, kind: 'client', currency: 'USD' })
  const location = await made('/v1/locations', place, id)
  const nights = [{ start: '00:00', end: '08:00' }]
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
  const weekly = Object.fromEntries(days.map((day) => [day, nights]))
  await made('/v1/schedules', { location_id: location, weekly }, id)
  const segments = [{ minutes: 30, needs: ['staff'] }]
  const often = { notice_minutes: 0, horizon_days: 400, grid: { policy: 'window', minutes: 30 } }
  const service = await made('/v1/services', { name: 'Watch', segments, ...often }, id)
  const person = { location_id: location, name: 'Nox', kind: 'staff', service_ids: [service] }
  return { id, location, service, staff: await made('/v1/resources', person, id) }
}

async function bookAt(stage: Stage, shop: Shop, hours: number): Promise<{ id: string; start: string }> {
  const body = {
    service_id: shop.service,
    location_id: shop.location,
    start: new Date(hours * 3_600_000).toISOString(),
  }
  const reply = await api(stage.program.demo, 'POST /v1/appointments', { ...asAgency(stage, shop), body })
  expect([reply.status, reply.body.code]).toEqual([201, undefined])
  return reply.body
}

/** The next date on which the clocks of the zone change, and its midnight in hours since 1970. */
function nextClockChange(): { date: string; midnight: number } {
  const offset = (at: number) => Date.parse(`${wallIn(at, ZONE).replace(' ', 'T')}Z`) - at
  const noon = Math.floor(Date.now() / DAY) * DAY + 17 * 3_600_000
  for (let at = noon + 2 * DAY; ; at += DAY) {
    if (offset(at) === offset(at - DAY)) continue
    const date = wallIn(at, ZONE).slice(0, 10)
    const midnight = Date.parse(`${date}T00:00:00Z`) - offset(at - DAY)
    return { date, midnight: midnight / 3_600_000 }
  }
}
