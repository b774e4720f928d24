import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { choosePort } from '../db/embedded/choose-port.ts'
import { lookUpProcess } from '../db/embedded/process-table.ts'

export interface ThrowawayRedis {
  url: string
  port: number
  /** For tests that freeze or kill it. */
  pid: number
  stop(): Promise<void>
}

/** There is no `redis-server` on the PATH. */
export class RedisServerMissing extends Error {}

const READY_WITHIN_MS = 10_000

/**
 * A Redis of its own on 127.0.0.1 that keeps nothing on disk; on the given port, to come back after a kill. In a
 * session of its own, so that Ctrl-C leaves it to whoever started it.
 */
export async function startThrowawayRedis(
  options: { port?: number; within?: string } = {},
): Promise<ThrowawayRedis> {
  const port = await choosePort(options.port, undefined)
  const folder = mkdtempSync(join(options.within ?? tmpdir(), 'askpro-redis-'))
  const child = spawn('redis-server', argumentsFor(port, folder), { stdio: 'ignore', detached: true })
  child.unref()
  const stop = async () => {
    await end(child)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const pid = await spawned(child)
    // For whoever cleans up after a test run that was killed.
    writeFileSync(join(folder, 'redis.pid'), JSON.stringify({ pid, identity: lookUpProcess(pid)?.identity }))
    await ready(child, port)
    return { url: `redis://127.0.0.1:${port}`, port, pid, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function argumentsFor(port: number, folder: string): string[] {
  const nothingOnDisk = ['--save', '', '--appendonly', 'no', '--dir', folder]
  return ['--port', String(port), '--bind', '127.0.0.1', '--maxmemory-policy', 'noeviction', ...nothingOnDisk]
}

async function spawned(child: ChildProcess): Promise<number> {
  try {
    await once(child, 'spawn')
  } catch (cause) {
    throw new RedisServerMissing('There is no redis-server on the PATH.', { cause })
  }
  return child.pid ?? 0
}

async function ready(child: ChildProcess, port: number): Promise<void> {
  const end = performance.now() + READY_WITHIN_MS
  while (performance.now() < end && child.exitCode === null) {
    if (await answersPing(port)) return
    await sleep(20)
  }
  throw new Error(`redis-server did not come up on port ${port}`)
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write('PING\r\n'))
    socket.setTimeout(1_000, () => socket.destroy())
    socket.once('data', (reply) => {
      resolve(reply.toString().startsWith('+PONG'))
      socket.destroy()
    })
    socket.once('error', () => socket.destroy())
    socket.once('close', () => resolve(false))
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.ref()
  // There is nothing to save, and a frozen one hears nothing else.
  child.kill('SIGKILL')
  await gone
}
