import { Redis } from 'ioredis'

/** Milliseconds: what waits for an answer can do without it. */
const PATIENCE = { connect: 2_000, command: 250 }

/**
 * A connection for what is better known and can be done without: a command fails at once while Redis is away, and soon
 * where it does not answer (`command` in milliseconds). Comes back by itself.
 */
export function quickRedis(url: string, { command = PATIENCE.command } = {}): Redis {
  const redis = new Redis(url, {
    connectTimeout: PATIENCE.connect,
    commandTimeout: command,
    keepAlive: 10_000,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (times) => Math.min(times * 100, 1_000),
  })
  // Without one an error would end the process; whoever asks hears of it.
  redis.on('error', () => {})
  return redis
}
