import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { Client } from 'pg'
import { StartError } from '../../errors.ts'
import { DataDirInUse } from './data-dir-lock.ts'
import { lookUpProcess } from './process-table.ts'
import type { EmbeddedPostgres, EmbeddedPostgresOptions } from './start-embedded-postgres.ts'
import { startEmbeddedPostgres } from './start-embedded-postgres.ts'

const module = JSON.stringify(new URL('./start-embedded-postgres.ts', import.meta.url).href)
const settings = { fsync: 'off', logging_collector: 'off' }
const asRoot = process.getuid?.() === 0
const running: EmbeddedPostgres[] = []
/** A data folder after its first start, which takes longer than all else in most tests. */
let made = ''
/** A copy of it for each test. */
let dataDir = ''

beforeAll(async () => {
  made = newFolder()
  const server = await startEmbeddedPostgres({ dataDir: made, settings })
  await server.stop()
})

beforeEach(() => {
  dataDir = newFolder()
  // As it is, its owners too.
  execFileSync('cp', ['-a', `${made}/.`, dataDir])
})

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

afterAll(() => rmSync(made, { recursive: true, force: true }))

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'askpro-pg-'))
  chmodSync(folder, 0o711)
  return folder
}

/** For what a first start does. */
function emptyDataDir(): void {
  for (const name of readdirSync(dataDir)) rmSync(join(dataDir, name), { recursive: true })
}

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, settings, ...options })
  running.push(server)
  return server
}

async function rows(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query({ text, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

/** A hub in a process group of its own. When told to stop it still asks the database something before it stops it. */
async function startOtherHub() {
  const code = `
    import { startEmbeddedPostgres } from ${module}
    import { Client } from 'pg'
    const server = await startEmbeddedPostgres(${JSON.stringify({ dataDir, settings })})
    const finish = async () => {
      await new Promise((done) => setTimeout(done, 500))
      const client = new Client(server.appUrl)
      await client.connect()
      const { rows } = await client.query("select 'still there' as said")
      await client.end()
      await server.stop()
      console.log(rows[0].said)
      process.exit(0)
    }
    process.on('SIGINT', finish)
    process.on('SIGTERM', finish)
    setInterval(() => {}, 1000)
    console.log(JSON.stringify(server))`
  const hub = spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd: new URL('.', import.meta.url),
    detached: true,
    env: { ...process.env, ASKPRO_MASTER_KEY: 'a-secret-of-the-hub' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(hub.stdout, 'data')) as [Buffer]
  return { hub, pid: hub.pid ?? 0, server: JSON.parse(line.toString()) as EmbeddedPostgres }
}

test('stop ends the server; the next start finds the data and keeps the port', async () => {
  emptyDataDir()
  const first = await start()
  await rows(first.adminUrl, 'create table kept as select 42 as answer')
  await first.stop()
  await first.stop()
  expect(lookUpProcess(first.pid)).toBeUndefined()
  const second = await start()
  expect(second.adminUrl).toBe(first.adminUrl)
  expect(await rows(second.adminUrl, 'select answer from kept')).toEqual([[42]])
})

test('a second hub on the same folder is refused and the first goes on', async () => {
  const { appUrl } = await start()
  await expect(start()).rejects.toThrow(DataDirInUse)
  expect(await rows(appUrl, 'select 1')).toEqual([[1]])
})

test('after kill -9 of the hub its Postgres lives on, and the next start takes the folder over with all data', async () => {
  const { hub, server } = await startOtherHub()
  await rows(server.adminUrl, 'create table kept as select 42 as answer')
  hub.kill('SIGKILL')
  await once(hub, 'exit')
  expect(lookUpProcess(server.pid)?.command).toContain(dataDir)
  const next = await start()
  expect(lookUpProcess(server.pid)).toBeUndefined()
  expect(await rows(next.adminUrl, 'select answer from kept')).toEqual([[42]])
})

test('a left-over Postgres that answers no signal is ended as well', async () => {
  const { hub, server } = await startOtherHub()
  process.kill(server.pid, 'SIGSTOP')
  hub.kill('SIGKILL')
  await once(hub, 'exit')
  const next = await start()
  expect(lookUpProcess(server.pid)).toBeUndefined()
  expect(await rows(next.appUrl, 'select 1')).toEqual([[1]])
})

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s to the whole process group, as Ctrl-C sends it, reaches the hub but not its Postgres, which ends when the hub has finished',
  async (signal) => {
    const { hub, pid, server } = await startOtherHub()
    process.kill(-pid, signal)
    const [said] = (await once(hub.stdout, 'data')) as [Buffer]
    expect(said.toString()).toBe('still there\n')
    expect(await once(hub, 'exit')).toEqual([0, null])
    expect(lookUpProcess(server.pid)).toBeUndefined()
  },
)

test('the server’s environment holds none of the hub’s secrets', async () => {
  const { hub, server } = await startOtherHub()
  const environment = spawnSync('ps', ['-ww', '-E', '-o', 'command=', '-p', String(server.pid)]).stdout
  const seen = existsSync('/proc/self/environ') ? readFileSync(`/proc/${server.pid}/environ`) : environment
  hub.kill('SIGINT')
  await once(hub, 'exit')
  expect(seen.toString()).toContain('TZ=UTC')
  expect(seen.toString()).not.toContain('a-secret-of-the-hub')
})

test('a server that dies by itself is reported, and the next start recovers what was committed', async () => {
  const deaths: string[] = []
  const first = await start({ onDeath: (how) => deaths.push(how), settings: { logging_collector: 'off' } })
  await rows(first.adminUrl, 'create table kept as select 42 as answer')
  process.kill(first.pid, 'SIGKILL')
  while (deaths.length === 0) await sleep(20)
  expect(deaths).toEqual(['SIGKILL'])
  await first.stop()
  const second = await start()
  expect(await rows(second.adminUrl, 'select answer from kept')).toEqual([[42]])
})

test('a stop that was asked for is no death', async () => {
  const deaths: string[] = []
  const server = await start({ onDeath: (how) => deaths.push(how) })
  await server.stop()
  await sleep(100)
  expect(deaths).toEqual([])
})

test('a pid file whose pid is another program’s by now does not prevent the start', async () => {
  const first = await start()
  await first.stop()
  const owner = statSync(join(dataDir, 'postgres'))
  const stranger = spawn('sleep', ['60'], asRoot ? { uid: owner.uid, gid: owner.gid } : {})
  const pidFile = join(dataDir, 'postgres', 'data', 'postmaster.pid')
  writeFileSync(pidFile, `${stranger.pid}\n${dataDir}/postgres/data\n1\n5432\n\n127.0.0.1\n 1 1\nready\n`)
  const second = await start()
  expect(await rows(second.appUrl, 'select 1')).toEqual([[1]])
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
  stranger.kill('SIGKILL')
})

test('an initdb that was cut off is begun again', async () => {
  const first = await start()
  await first.stop()
  const data = join(dataDir, 'postgres', 'data')
  spawnSync('mv', [data, `${data}.unfinished`])
  const second = await start()
  expect(await rows(second.appUrl, 'select 1')).toEqual([[1]])
  expect(existsSync(`${data}.unfinished`)).toBe(false)
})

test('a database of another major version is refused in one line and left as it is', async () => {
  const first = await start()
  await first.stop()
  writeFileSync(join(dataDir, 'postgres', 'data', 'PG_VERSION'), '17\n')
  await expect(start()).rejects.toThrow(/^[^\n]*is a PostgreSQL 17 database[^\n]*PostgreSQL 18[^\n]*$/)
})

test('a database without its passwords is refused in one line, and the folder is free again', async () => {
  const first = await start()
  await first.stop()
  const secrets = join(dataDir, 'postgres.json')
  const text = readFileSync(secrets)
  rmSync(secrets)
  await expect(start()).rejects.toThrow(/^[^\n]*postgres\.json is missing[^\n]*restore the file\.$/)
  writeFileSync(secrets, text)
  expect(await rows((await start()).appUrl, 'select 1')).toEqual([[1]])
})

test('a server that cannot start says why in its own words', async () => {
  emptyDataDir()
  const broken = start({ settings: { ...settings, shared_buffers: 'none' } })
  await expect(broken).rejects.toThrow(StartError)
  await expect(broken).rejects.toThrow(/invalid value for parameter "shared_buffers": "none"/)
})

if (asRoot) {
  test('as root the server runs as an unprivileged user, who owns nothing in the data folder but its own part', async () => {
    emptyDataDir()
    const { pid } = await start()
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).toBe(String(statSync(join(dataDir, 'postgres')).uid))
    expect(statSync(join(dataDir, 'postgres')).uid).not.toBe(0)
    expect(statSync(dataDir).uid).toBe(0)
  })

  test('as root a folder that the unprivileged user cannot get to is refused in one line that says what to do', async () => {
    emptyDataDir()
    chmodSync(dataDir, 0o700)
    await expect(start()).rejects.toThrow(/^[^\n]*cannot get to [^\n]*set ASKPRO_DATA_DIR[^\n]*$/)
  })
}
