import { beforeEach, describe, expect, test } from '@jest/globals'
import type { RouteRequest } from '../platform/http/route.ts'
import { SchemaCompiler } from '../platform/http/schema-compiler.ts'
import { offerRoutes } from './offer-routes.ts'
import { offersReply } from './offer-schemas.ts'
import { freshNumber } from './testing/salon.ts'
import { SalonStage } from './testing/salon-stage.ts'

const stage = new SalonStage()
const checkReply = new SchemaCompiler().body(offersReply)

interface Answer {
  status: string
  say: string
  offers: Array<{ start: string; end: string; offer_token: string; resource_ids: string[]; say: string }>
  reason: string | null
  left_out: Array<{ from: string; code: string; times?: number; say: string }>
  missing: string[]
  question: string | null
}

async function offers({ duration_minutes, ...query }: Record<string, string>): Promise<Answer> {
  const { hub, salon } = stage
  const length = duration_minutes === undefined ? {} : { duration_minutes: Number(duration_minutes) }
  const [route] = offerRoutes(hub)
  const reply = await route?.handler({
    tenantId: salon.tenantId,
    query: { service_id: salon.ladies.id, location_id: salon.location.id, ...length, ...query },
  } as unknown as RouteRequest<never, never, never>)
  checkReply(structuredClone(reply?.body))
  return reply?.body as Answer
}

const startsOf = ({ offers: list }: Answer) => list.map(({ start }) => start.slice(0, 16))

test('a day is answered with three times apart, as the agent would say them', async () => {
  const day = await offers({ day: '2026-11-27' })
  expect(day).toMatchObject({ status: 'alternatives', missing: ['choice'], reason: null })
  expect(day.say).toBe(
    'Frei wäre am Freitag, dem 27. November, um 9 Uhr, um 13 Uhr oder um 17 Uhr 30. Was passt Ihnen?',
  )
  expect(day.offers.map(({ say }) => say)).toEqual([
    'am Freitag, dem 27. November, um 9 Uhr',
    'am Freitag, dem 27. November, um 13 Uhr',
    'am Freitag, dem 27. November, um 17 Uhr 30',
  ])
  expect(day.left_out).toMatchObject([{ code: 'more_free', times: 15, say: '15 weitere Zeiten sind frei.' }])
})

test('words are understood as a caller’s are, several wishes as well', async () => {
  const said = await offers({ words: 'Donnerstagnachmittag oder Freitagvormittag' })
  expect(startsOf(said)).toEqual(['2026-11-26T13:00', '2026-11-26T16:30', '2026-11-27T09:00'])
  const agent = await stage.ring().ask('check_availability', {
    service: 'Damenhaarschnitt',
    when: 'Donnerstagnachmittag oder Freitagvormittag',
  })
  expect(agent.say).toBe(said.say)
  const exact = await offers({ words: 'morgen um halb drei' })
  expect(exact).toMatchObject({ status: 'available', offers: [{ start: '2026-11-25T14:30:00+01:00' }] })
  const either = await offers({ words: 'morgen um zehn oder elf' })
  expect(startsOf(either)).toEqual(['2026-11-25T10:00', '2026-11-25T11:00'])
})

test.each(['nächsten Mittwoch um drei', 'Donnerstag oder Freitag um zehn'])(
  '%s can be taken in two ways and is asked back',
  async (words) => {
    const asked = { status: 'ask', offers: [], missing: ['when'] }
    expect(await offers({ words })).toMatchObject(asked)
  },
)

test('ranges and a part of the day', async () => {
  const ranges =
    '2026-11-26T13:00:00+01:00/2026-11-26T15:00:00+01:00, 2026-11-28T03:00:00+01:00/2026-11-28T04:00:00+01:00'
  const two = await offers({ ranges })
  expect(startsOf(two)).toEqual(['2026-11-26T13:00', '2026-11-26T13:30', '2026-11-26T14:30'])
  expect(two.left_out.map(({ code }) => code)).toEqual(['more_free', 'outside_hours'])
  const mornings = await offers({ part_of_day: 'forenoon' })
  for (const start of startsOf(mornings)) expect(Number(start.slice(11, 13))).toBeLessThan(12)
})

test('in English where that is asked for', async () => {
  const { say } = await offers({ day: '2026-11-27', language: 'en' })
  expect(say).toMatch(/^There is something free on Friday, November 27th at 9 AM, at 1 PM, or at 5:30 PM\./)
})

test('where nothing is to be had, the reason is told and others are offered', async () => {
  const night = await offers({ ranges: '2026-11-28T03:00:00+01:00/2026-11-28T04:00:00+01:00' })
  expect(night).toMatchObject({ status: 'alternatives', reason: 'outside_hours' })
  expect(night.say).toMatch(/^Zu dieser Zeit bieten wir das leider nicht an\. Frei wäre /)
  expect(night.offers.length).toBeGreaterThan(0)
  expect(night.left_out).toMatchObject([{ code: 'outside_hours' }])
})

test('a condition is kept, a wish gives way', async () => {
  const { salon } = stage
  const condition = await offers({ day: '2026-11-27', resource_id: salon.lina.id })
  for (const { resource_ids } of condition.offers) expect(resource_ids).toContain(salon.lina.id)
  const sofia = await offers({ day: '2026-11-27', preferred_resource_id: salon.sofia.id })
  expect(sofia.offers.length).toBe(3)
})

test('a length of the service’s is kept through to the offer, another one refused', async () => {
  const { hub, salon } = stage
  await hub.catalog.update(salon.tenantId, salon.ladies.id, {
    durations: [{ minutes: 90, priceMinor: null }],
  })
  const [first] = (await offers({ day: '2026-11-27', duration_minutes: '90' })).offers
  expect(Date.parse(first?.end ?? '') - Date.parse(first?.start ?? '')).toBe(90 * 60_000)
  await expect(offers({ day: '2026-11-27', duration_minutes: '91' })).rejects.toMatchObject({
    code: 'invalid',
  })
})

test('an offer books exactly what it says', async () => {
  const { hub, salon } = stage
  const [first] = (await offers({ day: '2026-11-27' })).offers
  const held = await hub.bookings.hold(salon.tenantId, {
    serviceId: salon.ladies.id,
    locationId: salon.location.id,
    start: Date.parse(first?.start ?? ''),
    offerToken: first?.offer_token,
    holder: 'session:shop',
    requestKey: 'one',
  })
  expect(held).toMatchObject({ is: 'held', appointment: { start: Date.parse(first?.start ?? '') } })
  // The session's own hold does not stand in its way, but in everybody else's.
  const others = { resource_id: first?.resource_ids[0] ?? '', day: '2026-11-27' }
  expect(startsOf(await offers({ ...others, session: 'shop' }))).toContain('2026-11-27T09:00')
  expect(startsOf(await offers(others))).not.toContain('2026-11-27T09:00')
})

describe('whoever has as many appointments as they may', () => {
  let customer_id: string
  let caller: string
  const ring = stage.ring.bind(stage)
  const week = { of: 'customer', per: 'week', most: 1 }
  const both = { ranges: '2026-11-26T09:00:00+01:00/2026-12-01T18:00:00+01:00' }

  /** One a week, and one of this week. */
  beforeEach(async () => {
    const { hub, salon } = stage
    const phone = freshNumber()
    customer_id = (await hub.customers.create(salon.tenantId, { name: 'Erika', phone, language: 'de' })).id
    await hub.locations.update(salon.tenantId, salon.location.id, { customerLimits: { perWeek: 1 } })
    await stage.book(ring(phone), 'morgen um 10 Uhr')
    caller = phone
  })

  test('is offered nothing in that week, and told why before booking', async () => {
    const told = await offers({ ...both, customer_id })
    for (const start of startsOf(told)) expect(start.slice(0, 10)).toMatch(/^2026-(11-30|12-01)$/)
    expect(told.left_out).toMatchObject([
      { code: 'more_free' },
      {
        code: 'limit_reached',
        limit: week,
        from: '2026-11-26T09:00:00+01:00',
        to: '2026-11-30T00:00:00+01:00',
      },
    ])
    const friday = await offers({ day: '2026-11-27', customer_id })
    expect(friday).toMatchObject({ status: 'alternatives', reason: 'limit_reached', limit: week })
    expect(startsOf(friday).every((start) => start >= '2026-11-30')).toBe(true)
    expect(friday.say).toMatch(
      /^In dieser Woche haben Sie schon so viele Termine, wie wir je Kunde vergeben\. Frei/,
    )
  })

  test('hears it on the phone as soon as they ask', async () => {
    const asked = { service: 'Damenhaarschnitt', when: 'am Freitag um 10 Uhr' }
    const said = /^In dieser Woche haben Sie schon so viele Termine/
    expect(await ring(caller).ask('check_availability', asked)).toMatchObject({
      status: 'alternatives',
      say: expect.stringMatching(said),
      data: { reason: 'limit_reached', limit: week },
    })
    expect((await ring().ask('check_availability', asked)).status).toBe('available')
  })

  test('does not change what others, and those who say nothing of themselves, are answered', async () => {
    const other = await stage.hub.customers.create(stage.salon.tenantId, { name: 'Max', language: 'de' })
    for (const who of [{}, { customer_id: other.id }] as Array<Record<string, string>>) {
      const answer = await offers({ day: '2026-11-27', ...who })
      expect(answer.left_out).toMatchObject([{ code: 'more_free' }])
      expect(answer.offers).toHaveLength(3)
    }
  })
})

test.each([
  [{ words: 'morgen', day: '2026-11-27' }, /words cannot be combined/],
  [
    { day: '2026-11-27', ranges: '2026-11-26T13:00Z/2026-11-26T14:00Z' },
    /day cannot be combined with ranges/,
  ],
  [{ ranges: '2026-11-26T13:00Z' }, /is no interval/],
  [{ ranges: '2026-11-26T13:00Z/2026-11-26T12:00Z' }, /is no interval/],
  [{ day: '2026-11-20' }, /is over already/],
])('%j is refused with what to do', async (query, detail) => {
  await expect(offers(query as Record<string, string>)).rejects.toMatchObject({
    code: 'invalid',
    detail: expect.stringMatching(detail),
  })
})

test('what ends where years have five digits is refused', async () => {
  const refused = { code: 'invalid', detail: 'The query field /day is too far ahead.' }
  await expect(offers({ day: '9999-12-31' })).rejects.toMatchObject(refused)
  expect(await offers({ day: '9999-12-29' })).toMatchObject({ reason: 'too_far' })
})
