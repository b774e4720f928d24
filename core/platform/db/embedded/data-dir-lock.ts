import { randomUUID } from 'node:crypto'
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimes,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { StartError } from '../../errors.ts'
import { lookUpProcess } from './process-table.ts'

/** Another hub works in this data folder. */
export class DataDirInUse extends StartError {}

export interface DataDirLock {
  release(): void
}

interface Holder {
  pid: number
  /** See `LivingProcess.identity`: a pid alone is soon somebody else's. */
  identity: string
  host: string
  /** RFC 3339, for the reader of the message. */
  since: string
}

/** Milliseconds. The holder touches its lock; only a holder on another host is judged by that. */
const TOUCH_EVERY = 5_000
const ABANDONED_AFTER = 30_000

/**
 * Takes the data folder for this process by its `hub.lock`, creating the folder where it is missing. The lock of a
 * process that is gone (kill -9, power cut) is taken over. Throws `DataDirInUse` while the holder lives.
 */
export function lockDataDir(dataDir: string): DataDirLock {
  const path = join(dataDir, 'hub.lock')
  const own = writeCandidate(dataDir, path)
  try {
    claim({ dataDir, path, candidate: own.file })
  } finally {
    rmSync(own.file, { force: true })
  }
  const touching = setInterval(() => utimes(path, new Date(), new Date(), () => {}), TOUCH_EVERY).unref()
  return {
    release: () => {
      clearInterval(touching)
      if (readText(path) === own.text) rmSync(path, { force: true })
    },
  }
}

/** The lock is linked into place with its text complete, so that nobody ever reads a half-written one. */
function writeCandidate(dataDir: string, path: string): { file: string; text: string } {
  const holder: Holder = {
    pid: process.pid,
    identity: lookUpProcess(process.pid)?.identity ?? '',
    host: hostname(),
    since: new Date().toISOString(),
  }
  const text = `${JSON.stringify(holder)}\n`
  const file = `${path}.${randomUUID()}`
  try {
    createFolder(dataDir)
    writeFileSync(file, text, { flag: 'wx', mode: 0o644 })
  } catch (cause) {
    throw new StartError(
      `The data folder ${dataDir} cannot be written: make it this user's or set ASKPRO_DATA_DIR to another folder.`,
      { cause },
    )
  }
  return { file, text }
}

/** Passable for the user that the embedded Postgres runs as, not listable; what is secret in it is 0600 itself. */
function createFolder(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
}

function claim({ dataDir, path, candidate }: { dataDir: string; path: string; candidate: string }): void {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if (tryLink(candidate, path)) return
    const text = readText(path)
    if (text === undefined) continue
    const holder = parseHolder(text)
    if (holder && isAlive(holder, path)) throw inUse(dataDir, holder)
    removeStale(path, text)
  }
  throw new DataDirInUse(`The data folder ${dataDir} is being taken by another hub that starts now.`)
}

/**
 * Moves the lock away and looks at what was moved: two that take over at the same time may both have read the stale
 * one, and the slower must not remove the lock that the faster has just made.
 */
function removeStale(path: string, judged: string): void {
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  if (readText(aside) !== judged) tryLink(aside, path)
  rmSync(aside, { force: true })
}

function isAlive(holder: Holder, path: string): boolean {
  if (holder.host === hostname()) return lookUpProcess(holder.pid)?.identity === holder.identity
  // Another container on the same volume has its own pids: there only the touching tells.
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) < ABANDONED_AFTER
}

function inUse(dataDir: string, { pid, host, since }: Holder): DataDirInUse {
  const where = host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`
  return new DataDirInUse(
    `The data folder ${dataDir} is in use by another hub (${where}, since ${since}): stop that one or set ASKPRO_DATA_DIR to another folder.`,
  )
}

function parseHolder(text: string): Holder | undefined {
  try {
    const { pid, identity, host, since } = JSON.parse(text) as Partial<Holder>
    if (typeof pid !== 'number' || typeof identity !== 'string' || typeof host !== 'string') return undefined
    return { pid, identity, host, since: since ?? 'an unknown time' }
  } catch {
    return undefined
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch {
    return false
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
