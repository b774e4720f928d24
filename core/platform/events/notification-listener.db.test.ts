import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { Client } from 'pg'
import { eventually } from '../jobs/testing/eventually.ts'
import { silentLogger } from '../log/logger.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import { NotificationListener } from './notification-listener.ts'

let urls: TestDatabase
let listener: NotificationListener

beforeAll(async () => {
  urls = await createTestDatabase()
})
afterEach(() => listener.stop())
afterAll(() => urls.drop())

async function run(text: string): Promise<void> {
  const client = new Client({ connectionString: urls.adminUrl })
  await client.connect()
  await client.query(text)
  await client.end()
}

async function counting(): Promise<{ told: number }> {
  const count = { told: 0 }
  listener = new NotificationListener({ url: urls.appUrl, log: silentLogger })
  const told = () => void ++count.told
  listener.listen('one', { told, connected: told })
  listener.listen('other', { told() {}, connected() {} })
  listener.start()
  await eventually('it listens', () => count.told === 1)
  return count
}

test('a notification on its channel calls back, one on another channel does not', async () => {
  const count = await counting()
  await run('notify other')
  await run('notify one')
  await eventually('it was called', () => count.told > 1)
  await sleep(100)
  expect(count.told).toBe(2)
})

test('a connection that was cut is made again, and the callback runs since something may have been missed', async () => {
  const count = await counting()
  await cutConnection()
  await eventually('it listens again', () => count.told === 2)
  await run('notify one')
  await eventually('it was called', () => count.told === 3)
})

/** A role may end its own sessions. */
async function cutConnection(): Promise<void> {
  const client = new Client({ connectionString: urls.appUrl })
  await client.connect()
  await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'askpro-hub listener' and datname = current_database()`)
  await client.end()
}

test('after stop it is silent and does not come back', async () => {
  const count = await counting()
  await listener.stop()
  await run('notify one')
  await sleep(1_300)
  expect(count.told).toBe(1)
})
