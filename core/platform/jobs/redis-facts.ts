import { Redis } from 'ioredis'
import { within } from './deadline.ts'

/** A Redis server, as far as it can be asked: a managed one tells less. */
export interface RedisFacts {
  /** `7.4.1`. */
  version: string | undefined
  /** `noeviction`, `allkeys-lru`... */
  evictionPolicy: string | undefined
  usedBytes: number | undefined
  /** 0 is without a limit. */
  maxBytes: number | undefined
  /** Milliseconds that its clock is ahead of this machine's. */
  clockAhead: number
}

const DEADLINE = 4_000

/** Connects once, asks, and leaves. */
export async function redisFacts(url: string): Promise<RedisFacts> {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: DEADLINE, retryStrategy: () => null })
  let why: Error | undefined
  redis.on('error', (error: Error) => {
    why = error
  })
  try {
    return await within(DEADLINE, 'Redis', ask(redis))
  } catch (error) {
    // ioredis says "Connection is closed"; its event said why.
    throw why ?? error
  } finally {
    redis.disconnect()
  }
}

async function ask(redis: Redis): Promise<RedisFacts> {
  await redis.connect()
  const sentAt = Date.now()
  const [seconds, micros] = (await redis.time()).map(Number)
  const asked = (sentAt + Date.now()) / 2
  const info = `${await redis.info('server')}\n${await redis.info('memory')}`
  const bytes = (name: string) => {
    const text = field(info, name)
    return text === undefined ? undefined : Number(text)
  }
  return {
    version: field(info, 'redis_version'),
    evictionPolicy: field(info, 'maxmemory_policy'),
    usedBytes: bytes('used_memory'),
    maxBytes: bytes('maxmemory'),
    clockAhead: Number(seconds) * 1_000 + Number(micros) / 1_000 - asked,
  }
}

const field = (info: string, name: string): string | undefined =>
  new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1]
