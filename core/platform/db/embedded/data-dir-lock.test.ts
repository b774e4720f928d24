import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { DataDirInUse, lockDataDir } from './data-dir-lock.ts'

const module = JSON.stringify(new URL('./data-dir-lock.ts', import.meta.url).href)
let dataDir = ''

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'askpro-lock-'))
})

afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

/** Another hub: tries to take the folder, says "mine" or why not, and lives until it is killed. */
function otherHub() {
  const code = `
    import { lockDataDir } from ${module}
    try { lockDataDir(${JSON.stringify(dataDir)}); console.log('mine') } catch (e) { console.log(e.constructor.name) }
    setInterval(() => {}, 1000)`
  return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'ignore'] })
}

async function answerOf(hub: ReturnType<typeof otherHub>): Promise<string> {
  const [text] = (await once(hub.stdout, 'data')) as [Buffer]
  return text.toString().trim()
}

test('a folder that does not exist yet is created and locked', () => {
  const deeper = join(dataDir, 'not', 'there')
  const lock = lockDataDir(deeper)
  expect(JSON.parse(readFileSync(join(deeper, 'hub.lock'), 'utf8'))).toMatchObject({ pid: process.pid })
  lock.release()
  expect(readdirSync(deeper)).toEqual([])
})

test('a second taker is refused in one line that names the holder, until the first gives the folder back', () => {
  const lock = lockDataDir(dataDir)
  expect(() => lockDataDir(dataDir)).toThrow(DataDirInUse)
  expect(() => lockDataDir(dataDir)).toThrow(
    new RegExp(`^[^\\n]*process ${process.pid}[^\\n]*ASKPRO_DATA_DIR.*$`),
  )
  lock.release()
  lockDataDir(dataDir).release()
})

test('the lock of a hub that was killed is taken over', async () => {
  const hub = otherHub()
  expect(await answerOf(hub)).toBe('mine')
  expect(() => lockDataDir(dataDir)).toThrow(DataDirInUse)
  hub.kill('SIGKILL')
  await once(hub, 'exit')
  lockDataDir(dataDir).release()
})

test('of several that take over the same stale lock at once exactly one gets it', async () => {
  const stale = { pid: 999_999_999, identity: 'gone', host: JSON.parse(ownLockText()).host, since: '' }
  writeFileSync(join(dataDir, 'hub.lock'), JSON.stringify(stale))
  const hubs = Array.from({ length: 6 }, otherHub)
  const answers = await Promise.all(hubs.map(answerOf))
  for (const hub of hubs) hub.kill('SIGKILL')
  expect(answers.sort()).toEqual([...Array(5).fill('DataDirInUse'), 'mine'])
})

test('a lock from another host counts as long as it is being touched', () => {
  const path = join(dataDir, 'hub.lock')
  writeFileSync(path, JSON.stringify({ pid: 1, identity: 'x', host: 'another-host.invalid', since: 'today' }))
  expect(() => lockDataDir(dataDir)).toThrow(/process 1 on another-host\.invalid/)
  const longAgo = new Date(Date.now() - 60_000)
  utimesSync(path, longAgo, longAgo)
  lockDataDir(dataDir).release()
})

test('a damaged lock does not lock anybody out', () => {
  writeFileSync(join(dataDir, 'hub.lock'), '{"pid":')
  lockDataDir(dataDir).release()
})

function ownLockText(): string {
  const lock = lockDataDir(dataDir)
  const text = readFileSync(join(dataDir, 'hub.lock'), 'utf8')
  lock.release()
  return text
}
