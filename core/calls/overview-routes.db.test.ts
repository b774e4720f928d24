import { expect, test } from '@jest/globals'
import type { RouteRequest } from '../platform/http/route.ts'
import { SchemaCompiler } from '../platform/http/schema-compiler.ts'
import { TenantDirectory } from '../tenants/index.ts'
import { DayOverview } from './day-overview.ts'
import { overviewRoutes } from './overview-routes.ts'
import { berlin } from './testing/call-fixture.ts'
import { CUT, SalonStage } from './testing/salon-stage.ts'

const stage = new SalonStage()
const compiler = new SchemaCompiler()

async function overview(tenantId: string, query: { date?: string } = {}) {
  const { hub } = stage
  const directory = new TenantDirectory(hub)
  const [route] = overviewRoutes({ overview: new DayOverview({ ...hub, directory }) })
  const reply = await route?.handler({ tenantId, query } as unknown as RouteRequest<never, never, never>)
  if (route?.replies[200]?.schema) compiler.body(route.replies[200].schema)(structuredClone(reply?.body))
  if (!reply) throw new Error('there is no such route')
  return (reply.body as { data: Array<Record<string, unknown>> }).data
}

const over = { status: 'ended' as const, startedAt: 0, endedAt: 90_000, durationMs: 90_000 }
const cost = (amount: string) => ({ amount, currency: 'USD', parts: [] })

test('the day of a client has its calls, what came of them and what they cost, in its own zone', async () => {
  const { hub, salon } = stage
  hub.clock.set(berlin('2026-11-24T23:30'))
  await stage.ring().tell('analysed', { ...over, cost: cost('0.10') })
  hub.clock.set(berlin('2026-11-25T00:30'))
  const booked = stage.ring()
  await stage.book(booked, 'Freitag um zehn')
  await booked.tell('analysed', { ...over, cost: cost('0.125') })
  await stage.ring().tell('analysed', { ...over, cost: cost('0.2') })
  await stage.ring().tell('ended', { ...over, status: 'not_connected' })
  await stage.ring().ask('check_availability', { service: CUT, when: 'Freitag um elf' })
  const [today, ...others] = await overview(salon.tenantId)
  expect(others).toEqual([])
  expect(today).toMatchObject({
    tenant_id: salon.tenantId,
    zone: 'Europe/Berlin',
    date: '2026-11-25',
    from: '2026-11-24T23:00:00.000Z',
    calls: 4,
    calls_ongoing: 1,
    calls_answered: 2,
    calls_booked: 1,
    booking_rate: 0.5,
    calls_missed: 1,
    calls_to_review: 1,
    bookings: 1,
    bookings_by_phone: 1,
    appointments: 0,
    costs: [{ currency: 'USD', amount: '0.325' }],
  })
  expect(await overview(salon.tenantId, { date: '2026-11-24' })).toMatchObject([
    { date: '2026-11-24', calls: 1, calls_to_review: 1, booking_rate: 0 },
  ])
  expect(await overview(salon.tenantId, { date: '2026-11-27' })).toMatchObject([
    { calls: 0, booking_rate: null, appointments: 1, costs: [] },
  ])
})

test('an agency has a row for each client below it, and no other’s', async () => {
  const mine = stage.salon
  await stage.reopen()
  const directory = new TenantDirectory(stage.hub)
  const agencyId = (await directory.parentOf(mine.tenantId)) ?? ''
  const ids = (await overview(agencyId)).map(({ tenant_id }) => tenant_id)
  expect(ids).toContain(mine.tenantId)
  expect(ids).not.toContain(stage.salon.tenantId)
  expect(ids).not.toContain(agencyId)
})
