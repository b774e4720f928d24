import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Temporal } from 'temporal-polyfill'
import { seededNumbers } from '../../../scripts/testing/seeded-numbers.ts'
import { silentLogger } from '../../platform/log/logger.ts'
import { createTestDatabase, type TestDatabase } from '../../platform/testing/test-database.ts'
import { api } from './api.ts'
import { hubWith } from './demo-hub.ts'
import { freePort, type HubProcess, startHubProcess, untilReady } from './hub-process.ts'
import { unjustRefusals } from './storm/just-refusals.ts'
import { brokenPromises } from './storm/kept-promises.ts'
import { keepHistory, overlapping, readRecord } from './storm/record.ts'
import {
  type Act,
  isGranted,
  type Plan,
  randomAct,
  requestOf,
  type Standing,
  someTime,
  type Told,
} from './storm/requests.ts'
import { openAgency, openSalon, type Salon } from './storm/salon.ts'

const ROUNDS = 20
const AT_ONCE = 200
/** Rounds, from 0, in which one of the two processes is killed. */
const KILLS = new Set([4, 10, 16])
/** What stands before a round: so many were asked for, half of them as holds. */
const BEFORE = 24
/** ... and so many of them are freed before it. */
const FREED = 8

const clock = Date.parse('2027-03-01T06:00:00Z')
const nine = Temporal.ZonedDateTime.from('2027-03-02T09:00[Europe/Berlin]').epochMilliseconds

let database: TestDatabase
let dataDir: string
let variables: Record<string, string>
let salons: Salon[]
let processes: Api[] = []

/** One of the two API processes, in one life after the other. */
class Api {
  readonly url: string
  readonly #variables: Record<string, string>
  #process: HubProcess | undefined

  constructor(own: Record<string, string>) {
    this.url = `http://127.0.0.1:${own.PORT}`
    this.#variables = own
  }

  async start(): Promise<void> {
    this.#process = startHubProcess(this.#variables)
    await untilReady(this.#process)
  }

  async kill(): Promise<void> {
    this.#process?.kill('SIGKILL')
    await this.#process?.ended(10_000)
  }
}

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'askpro-storm-'))
  database = await createTestDatabase()
  await keepHistory(database)
  variables = {
    ASKPRO_DATA_DIR: dataDir,
    ASKPRO_CLOCK: new Date(clock).toISOString(),
    ASKPRO_DEMO: 'off',
    ASKPRO_LOG_LEVEL: 'warn',
    ASKPRO_MASTER_KEY: randomBytes(32).toString('hex'),
    ASKPRO_ROLE: 'api',
    DATABASE_URL: database.appUrl,
    DATABASE_ADMIN_URL: database.adminUrl,
    PORT: '0',
  }
  const hub = await hubWith(variables, silentLogger)
  const agencyId = await openAgency(hub)
  salons = []
  for (let round = 0; round < ROUNDS; round += 1)
    salons.push(await openSalon(hub, agencyId, `Salon ${round}`))
  await hub.stop(5_000)
  processes = await Promise.all(['first', 'second'].map(apiProcess))
  await Promise.all(processes.map((each) => each.start()))
}, 120_000)

afterAll(async () => {
  await Promise.all(processes.map((each) => each.kill()))
  await database.drop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function apiProcess(name: string): Promise<Api> {
  const own = join(dataDir, name)
  mkdirSync(own)
  return new Api({ ...variables, ASKPRO_DATA_DIR: own, PORT: String(await freePort()) })
}

async function ask(
  salon: Salon,
  label: string,
  { act, process }: Pick<Told, 'act' | 'process'>,
): Promise<Told> {
  const { route, body } = requestOf(act, { salon, label })
  const key = salon.keys[Number(/\d+/.exec(label)?.[0]) % salon.keys.length] ?? ''
  const at = { base_url: processes[process]?.url ?? '', client: { id: salon.tenantId, api_key: key } }
  const sent = Date.now()
  const reply = await api(at, route, body === undefined ? {} : { body }).catch(() => undefined)
  return { act, label, process, sent, heard: Date.now(), reply }
}

/** Times that are taken before the round begins, and some that are free again, by requests that are part of it. */
async function settleIn(plan: Plan): Promise<{ told: Told[]; holds: Standing[]; appointments: Standing[] }> {
  const both = (index: number): number => (index % 4 < 2 ? 0 : 1)
  const asked = Array.from({ length: BEFORE }, (_, index) => {
    const time = someTime(plan)
    const act: Act = index % 2 === 0 ? { is: 'book', ...time } : { is: 'hold', thenBook: false, ...time }
    return ask(plan.salon, `before-${index}`, { act, process: both(index) })
  })
  const told = await Promise.all(asked)
  const standing = told.flatMap(({ act, reply }) => standingOf(act, reply))
  const freeing = standing.slice(0, FREED).map(({ id, held }, index) => {
    const act: Act = { is: held ? 'release' : 'cancel', id }
    return ask(plan.salon, `freed-${index}`, { act, process: both(index) })
  })
  const left = standing.slice(FREED)
  return {
    told: [...told, ...(await Promise.all(freeing))],
    holds: left.filter(({ held }) => held),
    appointments: left.filter(({ held }) => !held),
  }
}

function standingOf(act: Act, reply: Told['reply']): Standing[] {
  if (reply?.status !== 201 || !('start' in act)) return []
  const { serviceId, minutes, start } = act
  const { id, occupancies } = reply.body
  const only = occupancies.map(({ resource_id }: { resource_id: string }) => resource_id)
  return [{ id, held: act.is === 'hold', serviceId, minutes, start, only: [...new Set<string>(only)] }]
}

/** `afterAnswers`: as many have come when the victim is killed. */
async function storm(
  plan: Plan,
  kill: { victim: number; afterAnswers: number } | undefined,
): Promise<Told[]> {
  const { told, holds, appointments } = await settleIn(plan)
  const { random, salon } = plan
  let answers = 0
  let dying: Promise<void> | undefined
  const hear = async (label: string, wanted: Pick<Told, 'act' | 'process'>): Promise<Told[]> => {
    const heard = await ask(salon, label, wanted)
    answers += 1
    if (kill && answers === kill.afterAnswers) dying = processes[kill.victim]?.kill()
    const [held] = standingOf(heard.act, heard.reply)
    if (!held || !('thenBook' in heard.act) || !heard.act.thenBook) return [heard]
    return [
      heard,
      ...(await hear(`${label}-booked`, { act: { ...held, is: 'convert' }, process: random.upTo(2) })),
    ]
  }
  const wanted = Array.from({ length: AT_ONCE }, () => ({
    act: randomAct(plan, { holds, appointments }),
    process: random.upTo(2),
  }))
  const all = await Promise.all(wanted.map((each, index) => hear(`guest-${index}`, each)))
  await dying
  return [...told, ...all.flat()]
}

const granted = new Map<Act['is'], number>()
let unanswered = 0
let refused = 0

test.each(Array.from({ length: ROUNDS }, (_, round) => ({ round, seed: 4_100 + round })))(
  'round $round: 200 at once leave no overlap, keep every promise and refuse nothing that was free (seed $seed)',
  async ({ round, seed }) => {
    const random = seededNumbers(seed)
    const salon = salons[round] as Salon
    const victim = random.upTo(2)
    const afterAnswers = 20 + random.upTo(100)
    const kill = KILLS.has(round) ? { victim, afterAnswers } : undefined
    const told = await storm({ salon, nine, random }, kill)
    const [record, overlaps] = await Promise.all([
      readRecord(database, salon.tenantId),
      overlapping(database, salon),
      kill && processes[kill.victim]?.start(),
    ])
    const silent = told.filter(({ reply }) => reply === undefined)
    unanswered += silent.length
    refused += told.filter(({ reply }) => reply?.status === 409).length
    for (const { act } of told.filter(isGranted)) granted.set(act.is, (granted.get(act.is) ?? 0) + 1)
    const unheard = silent.filter(({ process }) => process !== kill?.victim)
    expect([
      ...overlaps,
      ...unheard.map(({ label }) => `${label} had no answer from a process that lived`),
      ...brokenPromises({ salon, told, record }),
      ...unjustRefusals({ salon, told, record }),
    ]).toEqual([])
  },
  60_000,
)

test('of everything something was granted, refused and left without an answer', () => {
  const all: Array<Act['is']> = ['book', 'hold', 'convert', 'move', 'cancel', 'release']
  expect(all.filter((is) => (granted.get(is) ?? 0) < ROUNDS / 4)).toEqual([])
  expect(refused).toBeGreaterThan(ROUNDS)
  expect(unanswered).toBeGreaterThan(0)
})
