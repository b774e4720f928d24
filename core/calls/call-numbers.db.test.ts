import { describe, expect, test } from '@jest/globals'
import type { RouteRequest } from '../platform/http/route.ts'
import { newId } from '../platform/ids.ts'
import { phoneNumberRoutes } from './phone-number-routes.ts'
import { connect, freshNumber, openSalon, type Salon } from './testing/salon.ts'
import { SalonStage } from './testing/salon-stage.ts'
import { TestCall } from './testing/test-call.ts'

const stage = new SalonStage()
const numbers = () => stage.hub.numbers

test('a number leads to its location, however it is written, over its own connection only', async () => {
  const { connection, number, tenantId, location } = stage.salon
  const place = { tenantId, locationId: location.id, connection }
  const spaced = `${number.slice(0, 3)} ${number.slice(3, 6)} ${number.slice(6)}`
  expect(await numbers().placeOf(connection, number)).toEqual(place)
  expect(await numbers().placeOf(connection, spaced)).toEqual(place)
  const stranger = await connect(stage.hub.database, tenantId)
  expect(await numbers().placeOf(stranger, number)).toBeUndefined()
  for (const nonsense of ['', 'anonymous', freshNumber()]) {
    expect(await numbers().placeOf(connection, nonsense)).toBeUndefined()
  }
})

test('a number is led to one place only, and can be led elsewhere once it was taken away', async () => {
  const { connection, number, tenantId } = stage.salon
  const other = await openSalon(stage.hub)
  const wanted = { number, locationId: other.location.id, connection: other.connection }
  await expect(numbers().add(other.tenantId, wanted)).rejects.toMatchObject({ code: 'conflict' })
  const [mine] = await numbers().list(tenantId)
  await expect(numbers().remove(other.tenantId, mine?.id ?? '')).rejects.toMatchObject({ code: 'not_found' })
  await numbers().remove(tenantId, mine?.id ?? '')
  expect(await numbers().placeOf(connection, number)).toBeUndefined()
  await numbers().add(other.tenantId, wanted)
  expect(await numbers().placeOf(other.connection, number)).toMatchObject({ tenantId: other.tenantId })
})

test('a number needs its country and a location of the client', async () => {
  const { connection, tenantId, location } = stage.salon
  const wanted = { number: freshNumber(), locationId: location.id, connection }
  await expect(numbers().add(tenantId, { ...wanted, number: '030 901820' })).rejects.toMatchObject({
    code: 'invalid',
  })
  await expect(numbers().add(tenantId, { ...wanted, locationId: newId() })).rejects.toMatchObject({
    code: 'invalid',
  })
  expect(await numbers().list(tenantId)).toHaveLength(1)
})

describe('a number is held against the functions of an agent when it is saved', () => {
  const speaking = (...modes: string[]) =>
    ({ find: () => ({ manifest: { webhooks: modes.map((mode) => ({ mode })) } }) }) as never

  async function save(plugins: never, body: object = {}) {
    const { tenantId, location, connection } = stage.salon
    const [list, create] = phoneNumberRoutes({ ...stage.hub, plugins })
    const wanted = { number: freshNumber(), location_id: location.id, connection_id: connection.connectionId }
    const request = { tenantId, body: { ...wanted, ...body } }
    const saved = await create?.handler(request as unknown as RouteRequest<never, never, never>)
    const all = await list?.handler(request as unknown as RouteRequest<never, never, never>)
    expect(all?.body).toMatchObject({ data: expect.arrayContaining([saved?.body]) })
    return saved?.body as { number: string; location_id: string; warnings: Array<{ code: string }> }
  }

  /** Nobody works there. */
  const emptyLocation = ({ tenantId, location }: Salon) =>
    stage.hub.locations.create(tenantId, { ...location, name: 'Lager' })

  test('and warned of where either can do nothing with the other', async () => {
    const codes = async (...sent: Parameters<typeof save>) =>
      (await save(...sent)).warnings.map(({ code }) => code)
    const location_id = (await emptyLocation(stage.salon)).id
    expect(await codes(speaking('inbox', 'inbound_call', 'function_call'))).toEqual([])
    expect(await codes(speaking('inbox', 'inbound_call'))).toEqual(['no_functions'])
    expect(await codes(speaking('function_call'), { location_id })).toEqual(['nothing_bookable'])
    expect(await codes({ find: () => undefined } as never, { location_id })).toEqual([
      'no_functions',
      'nothing_bookable',
    ])
    await stage.hub.catalog.update(stage.salon.tenantId, stage.salon.ladies.id, { active: false })
    expect(await codes(speaking('function_call'))).toEqual([])
  })

  test('and whoever calls it all the same hears a sentence from every function', async () => {
    const location_id = (await emptyLocation(stage.salon)).id
    const { number } = await save(speaking('function_call'), { location_id })
    const call = new TestCall(stage.hub, { ...stage.salon, number }, freshNumber())
    const args = { service: 'Damenhaarschnitt', when: 'morgen um 10 Uhr', name: 'Anna Schmidt' }
    for (const name of [
      'list_services',
      'check_availability',
      'hold_slot',
      'book_appointment',
      'opening_hours',
    ])
      expect((await call.ask(name, args)).say).not.toBe('')
    for (const name of ['check_availability', 'hold_slot', 'book_appointment'])
      expect((await call.ask(name, args)).say).toMatch(/Darf ich notieren, dass wir Sie zurückrufen\?$/)
    expect(await call.ask('request_callback', { phone: '030 901820' })).toMatchObject({ status: 'noted' })
    expect(await stage.stored()).toEqual([])
  })
})
