import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { systemClock } from '../platform/clock.ts'
import { Database } from '../platform/db/database.ts'
import { newId } from '../platform/ids.ts'
import { silentLogger } from '../platform/log/logger.ts'
import { createTestDatabase, type TestDatabase } from '../platform/testing/test-database.ts'
import { CustomerService } from './customer-service.ts'

let made: TestDatabase
let database: Database
let customers: CustomerService
const [salon, practice] = [newId(), newId()]
const anna = { phone: '+491713920021', name: 'Anna', language: 'de' as const }

beforeAll(async () => {
  made = await createTestDatabase()
  database = new Database({ url: made.appUrl, poolSize: 20, log: silentLogger })
  customers = new CustomerService({ database, clock: systemClock })
})

afterAll(async () => {
  await database.close()
  await made.drop()
})

test('forty callers with one number at the same moment are one customer, without an error', async () => {
  const found = await Promise.all(
    Array.from({ length: 40 }, () => customers.findOrCreateByPhone(salon, anna)),
  )
  expect(new Set(found.map(({ id }) => id)).size).toBe(1)
  expect((await customers.list(salon, { phone: anna.phone, limit: 10 })).length).toBe(1)
})

test('the same number in two businesses is two customers that never see each other', async () => {
  const here = await customers.findOrCreateByPhone(salon, anna)
  const there = await customers.findOrCreateByPhone(practice, { ...anna, name: 'Anna Other' })
  expect(here.id).not.toBe(there.id)
  await expect(customers.get(practice, here.id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(customers.update(practice, here.id, { name: 'Mallory' })).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('a booking for the child does not rename the mother, but a missing name is filled in', async () => {
  const mother = await customers.findOrCreateByPhone(salon, { ...anna, name: 'Emil' })
  expect(mother.name).toBe('Anna')
  const nameless = await customers.findOrCreateByPhone(salon, { phone: '+491713920022', language: 'de' })
  expect(nameless.name).toBeNull()
  expect((await customers.findOrCreateByPhone(salon, { ...anna, phone: '+491713920022' })).name).toBe('Anna')
})

test('withheld callers are guests of their own, however many', async () => {
  const guests = await Promise.all(
    [1, 2, 3].map(() => customers.create(salon, { name: 'Guest', language: 'en' })),
  )
  expect(new Set(guests.map(({ id }) => id)).size).toBe(3)
  expect(guests.every(({ phone }) => phone === null)).toBe(true)
})

test('a change on top of an older version is refused', async () => {
  const customer = await customers.create(salon, { name: 'Lena', language: 'de' })
  const changed = await customers.update(salon, customer.id, {
    notes: 'likes tea',
    version: customer.version,
  })
  expect(changed).toMatchObject({ notes: 'likes tea', version: customer.version + 1 })
  const stale = customers.update(salon, customer.id, { notes: 'coffee', version: customer.version })
  await expect(stale).rejects.toMatchObject({ code: 'version_conflict' })
})

test('a number that belongs to somebody else cannot be taken over', async () => {
  const customer = await customers.create(salon, { name: 'Paul', language: 'de' })
  await expect(customers.update(salon, customer.id, { phone: anna.phone })).rejects.toMatchObject({
    code: 'conflict',
  })
  await expect(customers.create(salon, anna)).rejects.toMatchObject({ code: 'conflict' })
})

test('a number without its country is refused with an example', async () => {
  await expect(customers.create(salon, { phone: '030 123', language: 'de' })).rejects.toThrow('+4930901820')
})

test('a call is told once in the history, also when its end is told again', async () => {
  const customer = await customers.create(salon, { name: 'Mia', language: 'de' })
  const told = {
    customerId: customer.id,
    channel: 'call' as const,
    direction: 'inbound' as const,
    callId: newId(),
  }
  for (const summary of ['information', 'booked']) {
    await database.inTenant(salon, (tx) =>
      customers.recordCommunication(tx, salon, { ...told, summary, occurredAt: Date.now() }),
    )
  }
  expect(await customers.communications(salon, customer.id)).toMatchObject([
    { summary: 'booked', call_id: told.callId },
  ])
})

test('somebody is found by parts of the name in either spelling, by the number however it is written, by the address', async () => {
  const here = newId()
  const add = (name: string, more: object = {}) => customers.create(here, { name, language: 'de', ...more })
  await add('Jörg Müller', { phone: '+491713920031', email: 'joerg@example.com' })
  await add('Manuela Groß', { phone: '+493020931' })
  await add('Anna Mueller-Özdemir')
  const found = async (q: string) => (await customers.search(here, { q, limit: 10 })).map(({ name }) => name)
  expect(await found('mueller')).toEqual(['Anna Mueller-Özdemir', 'Jörg Müller'])
  expect(await found('MÜLLER jo')).toEqual(['Jörg Müller'])
  expect(await found('ozdem')).toEqual(['Anna Mueller-Özdemir'])
  expect(await found('gross')).toEqual(['Manuela Groß'])
  expect(await found('joerg@ex')).toEqual(['Jörg Müller'])
  for (const number of ['0171 3920', '+49 (0)171/3920-031', '0049171', '3920 031'])
    expect(await found(number)).toEqual(['Jörg Müller'])
  expect(await found('%')).toEqual([])
  expect(await customers.search(practice, { q: 'mueller', limit: 10 })).toEqual([])
})

test('ten thousand are searched while somebody types', async () => {
  const here = newId()
  await database.inTenant(here, (tx) =>
    tx.run({
      text: `insert into customers (tenant_id, id, name, phone, language, created_at, updated_at)
        select $1, gen_random_uuid(), 'Kundin Nummer ' || n, '+4930' || (5000000 + n), 'de', now(), now()
        from generate_series(1, 10000) as n`,
      values: [here],
    }),
  )
  const begun = performance.now()
  const found = await customers.search(here, { q: 'nummer 9876', limit: 20 })
  expect(found.map(({ name }) => name)).toEqual(['Kundin Nummer 9876'])
  expect(await customers.search(here, { q: '030 5009', limit: 20 })).toHaveLength(20)
  // Two searches; a machine under load takes many times what they take.
  expect(performance.now() - begun).toBeLessThan(2_000)
})
