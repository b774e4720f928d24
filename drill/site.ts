import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { DemoFile } from '../core/app/demo/demo-file.ts'
import { type DemoSandbox, startDemoSandbox } from '../core/app/demo/demo-sandbox.ts'
import { seedDemo } from '../core/app/demo/demo-seed.ts'
import { UndoList } from '../core/app/undo-list.ts'
import { silentLogger } from '../core/platform/log/logger.ts'
import { rowsOf } from '../core/platform/testing/database-rows.ts'
import { createTestDatabase, type TestDatabase } from '../core/platform/testing/test-database.ts'
import { startThrowawayRedis, type ThrowawayRedis } from '../core/platform/testing/throwaway-redis.ts'
import { control, hubWith } from '../core/test/program/demo-hub.ts'
import { listenThrough, startTcpProxy } from '../core/test/program/tcp-proxy.ts'
import type { Ground } from './ground.ts'
import { Member, type Role } from './member.ts'
import { seedDebtors } from './seed-debtors.ts'
import { AnswerTap } from './wires/answer-tap.ts'
import type { AnswerTrap } from './wires/trap.ts'
import { Witness } from './witness.ts'

/** How a hub is set up: which processes, and who hands out the jobs. */
export interface Layout {
  name: string
  apis: number
  /** With Redis Bull hands out the jobs, else PostgreSQL does. */
  redis: boolean
}

const PLUGINS = join(import.meta.dirname, 'plugins')
/** Milliseconds: the seeding hub's clock is so far behind that its month is over for the hubs that come after it. */
const SEEDED_AGO = 40 * 86_400_000
const DEBTORS = 10
export const PROVIDERS = ['calcom', 'google_calendar', 'retell', 'stripe'] as const
export type ProviderName = (typeof PROVIDERS)[number]

interface SiteParts {
  ground: Ground
  layout: Layout
  database: TestDatabase
  sandbox: DemoSandbox
  demo: DemoFile
  debtors: string[]
  members: Member[]
  redis: ThrowawayRedis | undefined
  answerTraps: Set<AnswerTrap>
  undo: UndoList
}

/** A hub at work, several processes of it, with everything it talks to: a database, perhaps Redis, four providers. */
export class Site {
  readonly ground: Ground
  readonly layout: Layout
  readonly database: TestDatabase
  readonly demo: DemoFile
  readonly members: readonly Member[]
  readonly answerTraps: Set<AnswerTrap>
  readonly apiKeys: DemoSandbox['apiKeys']
  /** What this row's callers were told. */
  witness = new Witness()
  redis: ThrowawayRedis | undefined
  /** Jobs that a row had put away on purpose. */
  readonly putAway = new Set<string>()
  readonly #debtors: string[]
  /** Milliseconds from the real time to the clock of the business rules. */
  #ahead = 0
  readonly #undo: UndoList

  private constructor(parts: SiteParts) {
    this.ground = parts.ground
    this.layout = parts.layout
    this.database = parts.database
    this.demo = parts.demo
    this.members = parts.members
    this.answerTraps = parts.answerTraps
    this.apiKeys = parts.sandbox.apiKeys
    this.redis = parts.redis
    this.#debtors = parts.debtors
    this.#undo = parts.undo
  }

  static async open(ground: Ground, layout: Layout): Promise<Site> {
    const undo = new UndoList()
    try {
      const site = new Site(await build(ground, layout, undo))
      await Promise.all(site.members.map((member) => member.start()))
      return site
    } catch (error) {
      await undo.run()
      throw error
    }
  }

  of(role: Role): Member[] {
    return this.members.filter((member) => member.role === role)
  }

  /** The one worker. */
  get worker(): Member {
    return this.#first('worker')
  }

  /** Epoch milliseconds by the clock of the business rules. */
  now(): number {
    return Date.now() + this.#ahead
  }

  connection(plugin: string): string {
    return this.demo.connections.find((one) => one.plugin === plugin)?.id ?? ''
  }

  /** With Lina, whose appointments stand in two outside calendars. */
  get lina(): { service_id: string; location_id: string; resource_id: string } {
    const { services, locations, resources } = this.demo
    const id = (list: Array<{ id: string; name: string }>, name: string) =>
      list.find((one) => one.name === name)?.id ?? ''
    return {
      service_id: id(services, 'Haarschnitt Herren'),
      location_id: id(locations, 'Mitte'),
      resource_id: id(resources, 'Lina'),
    }
  }

  /** A client whose last month can be invoiced; each is given once. */
  nextDebtor(): string {
    const debtor = this.#debtors.shift()
    if (debtor) return debtor
    throw new Error('every client has been invoiced: seed more of them')
  }

  /** Past every wall between tenants. */
  rows<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const { superuserUrl } = this.ground.environment
    return rowsOf<Row>({ appUrl: this.database.appUrl, superuserUrl }, text, values)
  }

  control(method: string, path: string, body?: unknown): Promise<unknown> {
    return control(this.demo, method, path, body)
  }

  /** All processes (or only `members`) again, with the clock of the business rules so far (milliseconds) from the real one. */
  async turnClock(
    offset: number,
    more: Readonly<Record<string, string>> = {},
    members: readonly Member[] = this.members,
  ): Promise<void> {
    await Promise.all(members.map((member) => member.stop()))
    this.#ahead = offset
    await Promise.all(members.map((member) => member.start(this.#withClock(more))))
  }

  /** Whoever was killed is started again, as a container's restart policy does. */
  async raise(): Promise<void> {
    const down = this.members.filter(({ isUp }) => !isUp)
    await Promise.all(down.map((member) => member.start(this.#withClock())))
  }

  /** The hub as it was before the row: wires whole, providers well, every process up. */
  async mend(): Promise<void> {
    this.answerTraps.clear()
    for (const { traps, wire } of this.members) {
      traps.clear()
      wire.fill()
      wire.delay(0)
      wire.cutAfter(undefined)
    }
    this.ground.thaw()
    if (!this.ground.isUp) await this.ground.start()
    await this.control('DELETE', '/faults')
    if (this.redis && !(await answers(this.redis))) await this.reviveRedis()
    await this.raise()
  }

  /** Empty, on the same port. */
  async reviveRedis(): Promise<void> {
    if (!this.redis) return
    await this.redis.stop()
    this.redis = await startThrowawayRedis({ port: this.redis.port, within: this.ground.folder.temp })
  }

  async close(): Promise<void> {
    await this.redis?.stop()
    await this.#undo.run()
  }

  #withClock(more: Readonly<Record<string, string>> = {}): Record<string, string> {
    return this.#ahead === 0 ? { ...more } : { ASKPRO_CLOCK: new Date(this.now()).toISOString(), ...more }
  }

  #first(role: Role): Member {
    const [member] = this.of(role)
    if (!member) throw new Error(`this hub has no ${role}`)
    return member
  }
}

async function answers({ pid }: ThrowawayRedis): Promise<boolean> {
  try {
    return process.kill(pid, 'SIGCONT')
  } catch {
    return false
  }
}

/** Seeded by a hub in this process, whose port the processes' common front takes over. */
async function build(ground: Ground, layout: Layout, undo: UndoList): Promise<SiteParts> {
  const dataDir = mkdtempSync(join(ground.folder.temp, `${layout.name}-`))
  const database = await createTestDatabase(ground.environment)
  undo.push(() => database.drop())
  const { sandbox, answerTraps } = await wiredSandbox(dataDir, undo)
  const hosts = Object.values(sandbox.addresses).map((address) => new URL(address).host)
  const variables = {
    ASKPRO_DATA_DIR: dataDir,
    ASKPRO_DEMO: 'off',
    ASKPRO_LOG_LEVEL: 'warn',
    ASKPRO_MASTER_KEY: randomBytes(32).toString('hex'),
    ASKPRO_OUTBOUND_ALLOW: hosts.join(','),
    ASKPRO_PLUGINS_DIR: PLUGINS,
    DATABASE_URL: database.appUrl,
    DATABASE_ADMIN_URL: database.adminUrl,
  }
  const { demo, debtors } = await seed(variables, sandbox)
  const redis = layout.redis ? await startThrowawayRedis({ within: ground.folder.temp }) : undefined
  undo.push(() => redis?.stop())
  const members = await membersOf(layout, {
    ...variables,
    // Of the common front: what one process names as the hub's address leads to any of them.
    PUBLIC_URL: demo.base_url,
    ...(redis ? { REDIS_URL: redis.url } : {}),
  })
  for (const member of members) undo.push(() => member.close())
  const targets = members.flatMap(({ role, port }) => (role === 'api' ? [{ host: '127.0.0.1', port }] : []))
  const front = await listenThrough(targets, { port: Number(new URL(demo.base_url).port) })
  undo.push(() => front.close())
  return { ground, layout, database, sandbox, demo, debtors, members, redis, answerTraps, undo }
}

async function seed(variables: Record<string, string>, sandbox: DemoSandbox) {
  const clock = { ASKPRO_CLOCK: new Date(Date.now() - SEEDED_AGO).toISOString(), PORT: '0' }
  const hub = await hubWith({ ...variables, ...clock }, silentLogger)
  try {
    const demo = await seedDemo(hub, sandbox)
    return { demo, debtors: await seedDebtors(hub, demo.agency.id, DEBTORS) }
  } finally {
    await hub.stop(5_000)
  }
}

function membersOf({ apis }: Layout, variables: Readonly<Record<string, string>>): Promise<Member[]> {
  const names = Array.from({ length: apis }, (_, index) => `api-${index + 1}`)
  return Promise.all([
    ...names.map((name) => Member.create(name, 'api', variables)),
    Member.create('worker', 'worker', variables),
  ])
}

/** The providers as the hub reaches them: over wires that can be watched. Their clocks are right. */
async function wiredSandbox(dataDir: string, undo: UndoList) {
  const sandbox = await startDemoSandbox(dataDir, Date.now)
  undo.push(() => sandbox.stop())
  const answerTraps = new Set<AnswerTrap>()
  const wired: Record<string, string> = {}
  for (const name of PROVIDERS) {
    const { hostname: host, port } = new URL(sandbox.addresses[name])
    const wire = await startTcpProxy({ host, port: Number(port) }, { tap: () => new AnswerTap(answerTraps) })
    undo.push(() => wire.close())
    wired[name] = `http://127.0.0.1:${wire.port}`
  }
  return { answerTraps, sandbox: { ...sandbox, addresses: { ...sandbox.addresses, ...wired } } }
}
