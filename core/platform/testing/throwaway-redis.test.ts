import { expect, test } from '@jest/globals'
import { Redis } from 'ioredis'
import { lookUpProcess } from '../db/embedded/process-table.ts'
import { describeWithRedis } from './needs-redis.ts'
import { startThrowawayRedis } from './throwaway-redis.ts'

describeWithRedis('a throwaway Redis', (sharedUrl) => {
  test('is a server of its own: emptying it leaves the shared one alone', async () => {
    const own = await startThrowawayRedis()
    const shared = new Redis(sharedUrl)
    const client = new Redis(own.url)
    await shared.set('throwaway-redis-test', 'kept')
    await client.flushall()
    expect(await shared.getdel('throwaway-redis-test')).toBe('kept')
    client.disconnect()
    shared.disconnect()
    await own.stop()
    expect(lookUpProcess(own.pid)).toBeUndefined()
  })

  test('comes back on the same port, empty, after it was killed', async () => {
    const first = await startThrowawayRedis()
    const client = new Redis(first.url, { retryStrategy: () => 50 })
    client.on('error', () => {})
    await client.set('a', '1')
    await first.stop()
    const second = await startThrowawayRedis({ port: first.port })
    expect(await client.get('a')).toBeNull()
    client.disconnect()
    await second.stop()
  })
})
