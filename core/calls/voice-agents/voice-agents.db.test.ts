import { type AgentDifference, type AgentPlan, Misconfigured, Refused, RetryLater } from '@askpro/plugin-sdk'
import { beforeEach, expect, test } from '@jest/globals'
import { JobQueue } from '../../platform/jobs/job-queue.ts'
import { silentLogger } from '../../platform/log/logger.ts'
import { freshNumber } from '../testing/salon.ts'
import { SalonStage } from '../testing/salon-stage.ts'
import { voiceAgentJobs } from './voice-agent-jobs.ts'
import { claimVoiceAgent } from './voice-agent-repository.ts'
import { VoiceAgentService } from './voice-agent-service.ts'

const stage = new SalonStage()

/** What the provider was told, and what it says. */
const provider = {
  plans: [] as AgentPlan[],
  retired: [] as string[],
  trouble: undefined as Error | undefined,
  differences: [] as AgentDifference[],
}

const telling = <T>(tell: () => T) => {
  if (provider.trouble) throw provider.trouble
  return tell()
}

const providers = {
  telephony: async () => ({
    plugin: 'phone',
    getCall: async () => null,
    agents: {
      provision: async (plan: AgentPlan) =>
        telling(() => ({ reference: 'agent_1', version: String(provider.plans.push(plan)) })),
      retire: async ({ key }: { key: string }) => telling(() => void provider.retired.push(key)),
      compare: async () => provider.differences,
      listNumbers: async () => [],
    },
  }),
}

beforeEach(() => {
  Object.assign(provider, { plans: [], retired: [], trouble: undefined, differences: [] })
})

function service(): VoiceAgentService {
  const { database, clock, locations } = stage.hub
  const jobs = new JobQueue({ clock, poke: () => {} })
  return new VoiceAgentService({ database, clock, locations, jobs, providers, keepDays: 90 })
}

const WISH = {
  name: 'Salon Mitte',
  instructions: 'Wir duzen.',
  greeting: null,
  voice: null,
  transferTo: null,
}

function create(more: { transferTo?: string } = {}) {
  const { tenantId, location, connection } = stage.salon
  return service().create(tenantId, { ...WISH, ...more, locationId: location.id, connection })
}

/** Runs the jobs that are there, the newest first, as a courier might. */
async function work() {
  const { database, clock } = stage.hub
  const { tenantId } = stage.salon
  const [handler] = voiceAgentJobs({ database, clock, providers, voiceAgents: service() })
  const jobs = await database.asCourier((tx) =>
    tx.rows<{ id: string; payload: Record<string, unknown> }>({
      text: `delete from jobs where tenant_id = $1 and kind = 'voice-agent.provision' returning id, payload`,
      values: [tenantId],
    }),
  )
  const run = { tenantId, attempt: 1, isLast: false, signal: new AbortController().signal, log: silentLogger }
  const outcomes = []
  for (const job of jobs.reverse()) outcomes.push(await handler?.run({ ...run, ...job }))
  return outcomes
}

const theAgent = async () => (await service().list(stage.salon.tenantId))[0]

test('a new agent is pending, and ready once a job has made it', async () => {
  expect(await create()).toMatchObject({ state: 'pending', reference: null })
  expect(await work()).toEqual([{ is: 'done' }])
  expect(await theAgent()).toMatchObject({
    state: 'ready',
    reference: 'agent_1',
    providerVersion: '1',
    why: null,
  })
})

test('the plan has the numbers of its own location, all functions, and how long conversations are kept', async () => {
  const { tenantId, connection, other, number } = stage.salon
  await stage.hub.numbers.add(tenantId, { number: freshNumber(), locationId: other.id, connection })
  const { id } = await create({ transferTo: '+49 30 901820' })
  await work()
  expect(provider.plans).toEqual([
    expect.objectContaining({
      key: id.replaceAll('-', ''),
      language: 'de',
      numbers: [number],
      keepDays: 90,
      transferTo: '+4930901820',
      instructions: expect.stringMatching(/\{\{today_spoken\}\}[\s\S]*Wir duzen\.$/),
    }),
  ])
  expect(provider.plans[0]?.functions).toHaveLength(10)
})

test('of two changes only the last one is brought to the provider', async () => {
  const { tenantId, id } = await create()
  await service().update({ tenantId, id }, { instructions: 'Wir siezen.' })
  expect(await work()).toEqual([{ is: 'done' }, expect.objectContaining({ is: 'cancel' })])
  expect(provider.plans.map(({ instructions }) => instructions.slice(-11))).toEqual(['Wir siezen.'])
})

test('a number that comes or goes is told to the agent of its location', async () => {
  await create()
  await work()
  const { tenantId, location, connection, number } = stage.salon
  const added = freshNumber()
  const { id } = await stage.hub.numbers.add(tenantId, { number: added, locationId: location.id, connection })
  expect(await theAgent()).toMatchObject({ state: 'pending' })
  await work()
  expect(provider.plans.at(-1)?.numbers).toEqual([number, added])
  await stage.hub.numbers.remove(tenantId, id)
  await work()
  expect(provider.plans.at(-1)?.numbers).toEqual([number])
})

test.each([
  ['an outage', new RetryLater('down', { after: 7_000 }), 'snooze', 'pending'],
  ['a wrong setting', new Misconfigured('api_key', 'no key'), 'snooze', 'pending'],
  ['a refusal', new Refused('unknown_number', 'no such number'), 'cancel', 'failed'],
])('%s is told to the admin', async (_what, trouble, outcome, state) => {
  await create()
  provider.trouble = trouble
  expect(await work()).toEqual([expect.objectContaining({ is: outcome })])
  expect(await theAgent()).toMatchObject({ state, why: trouble.message, reference: null })
})

test('an agent is gone once it is gone at the provider, not before', async () => {
  const { tenantId, id } = await create()
  await work()
  expect(await service().retire({ tenantId, id })).toMatchObject({ state: 'retiring' })
  provider.trouble = new RetryLater('down')
  await work()
  expect(await theAgent()).toMatchObject({ state: 'retiring', why: 'down' })
  provider.trouble = undefined
  await service().retire({ tenantId, id })
  expect(await work()).toEqual([{ is: 'done' }])
  expect([await theAgent(), provider.retired]).toEqual([undefined, [id.replaceAll('-', '')]])
})

test('one that is being taken away is changed no more', async () => {
  const { tenantId, id } = await create()
  await service().retire({ tenantId, id })
  await expect(service().provision({ tenantId, id })).rejects.toMatchObject({ code: 'conflict' })
})

test('one whose account is closed can be forgotten', async () => {
  const { tenantId, id } = await create()
  await service().forget({ tenantId, id })
  expect([await theAgent(), provider.retired]).toEqual([undefined, []])
})

test('while a run is at work another one waits', async () => {
  const { tenantId, id } = await create()
  const claim = { now: new Date(), until: new Date(Date.now() + 60_000) }
  await stage.hub.database.inTenant(tenantId, (tx) => claimVoiceAgent(tx, { tenantId, id }, claim))
  expect(await work()).toEqual([expect.objectContaining({ is: 'snooze' })])
  expect(provider.plans).toEqual([])
})

test('a location has one agent on a connection', async () => {
  await create()
  await expect(create()).rejects.toMatchObject({ code: 'conflict' })
})

test('a connection stays while an agent stands over it', async () => {
  await create()
  await expect(stage.hub.connections.remove(stage.salon.connection)).rejects.toMatchObject({
    code: 'conflict',
  })
})

test('callers can be put through only to a number that can be dialled', async () => {
  await expect(create({ transferTo: '901820' })).rejects.toMatchObject({ code: 'invalid' })
})

test('what differs at the provider is what the provider says', async () => {
  const { tenantId, id } = await create()
  provider.differences = [{ field: 'instructions', wanted: 'a', found: 'b' }]
  expect(await service().compare({ tenantId, id })).toEqual(provider.differences)
})
