import { expect, test } from '@jest/globals'
import { newId } from '../platform/ids.ts'
import { connect, freshNumber, openSalon } from './testing/salon.ts'
import { SalonStage } from './testing/salon-stage.ts'

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
