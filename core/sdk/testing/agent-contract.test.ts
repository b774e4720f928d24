import { expect, test } from '@jest/globals'
import type { PluginContext } from '../context.ts'
import type { AgentPlan, AgentProvisioner, AgentReference } from '../voice-agent.ts'
import { type AgentWorld, agentContract } from './agent-contract.ts'
import { ask, BreakableWire, type WireRequest, write } from './fixtures/breakable-wire.ts'
import { failingTests } from './fixtures/failing-tests.ts'

/** What is wrong with a plugin on purpose. */
interface Flaws {
  looksForNothing?: boolean
  seesNoDrift?: boolean
  leavesNumbers?: boolean
}

interface Made {
  key: string
  text: string
  version: number
}

const NUMBER = '+493023125001'
const PLAN: AgentPlan = {
  key: 'k1',
  name: 'Salon',
  language: 'de',
  instructions: 'Hallo.',
  functions: [
    { name: 'list_services', description: 'Lists.', parameters: { type: 'object', properties: {} } },
  ],
  numbers: [NUMBER],
}

type State = { agents: Made[]; number: AgentReference[] }

function answer(state: State, { method, path, body }: WireRequest): unknown {
  if (path === 'state') return structuredClone(state)
  if (path === 'number') state.number = Object(body).agents
  if (path === 'agents') put(state, method, Object(body))
  if (method === 'DELETE') state.agents = state.agents.filter(({ key }) => path !== `agents/${key}`)
  return {}
}

function put({ agents }: State, method: string, { key, text }: Pick<Made, 'key' | 'text'>): void {
  const known = method === 'PUT' ? agents.find((agent) => agent.key === key) : undefined
  if (known) Object.assign(known, { text, version: known.version + 1 })
  else agents.push({ key, text, version: 1 })
}

/** A provider whose agents and one number are each written with a request of their own. */
function acme(flaws: Flaws): AgentWorld {
  const state: State = { agents: [], number: [] }
  const wire = new BreakableWire((request) => answer(state, request))
  return {
    plugin: {
      check: async (ctx) => void (await ask(ctx, 'state')),
      telephony: { ...NOTHING, agents: agentsOf(flaws) },
    },
    ctx: wire.context(),
    trouble: wire,
    plan: PLAN,
    writes: 2,
    count: async () => state.agents.filter(({ key }) => key === PLAN.key).length,
    async tamper() {
      for (const agent of state.agents) agent.text = 'Nein.'
    },
  }
}

const NOTHING = {
  readInbound: async () => null,
  writeInbound: async () => null,
  readFunctionCall: async () => null,
  getCall: async () => null,
}

const find = ({ agents }: State, key: string) => agents.find((agent) => agent.key === key)

async function provision(
  ctx: PluginContext,
  { key, instructions: text, numbers }: AgentPlan,
  flaws: Flaws,
): Promise<AgentReference> {
  if (numbers.some((number) => number !== NUMBER)) throw new RefusedNumber()
  const before = await ask<State>(ctx, 'state')
  const known = flaws.looksForNothing ? undefined : find(before, key)
  if (known?.text !== text) await ask(ctx, 'agents', write({ key, text }, known ? 'PUT' : 'POST'))
  const after = await ask<State>(ctx, 'state')
  const made = { reference: key, version: String(find(after, key)?.version) }
  await tie(ctx, after, numbers.length > 0 ? [made] : [])
  return made
}

async function tie(ctx: PluginContext, { number }: State, agents: AgentReference[]): Promise<void> {
  if (JSON.stringify(number) !== JSON.stringify(agents)) await ask(ctx, 'number', write({ agents }))
}

function agentsOf(flaws: Flaws): AgentProvisioner {
  return {
    provision: (ctx, plan) => provision(ctx, plan, flaws),
    async retire(ctx, { key }) {
      const { number, ...rest } = await ask<State>(ctx, 'state')
      if (!flaws.leavesNumbers && number.some(({ reference }) => reference === key))
        await ask(ctx, 'number', write({ agents: [] }))
      if (find({ number, ...rest }, key)) await ask(ctx, `agents/${key}`, write({}, 'DELETE'))
    },
    async compare(ctx, { key, instructions, numbers }) {
      const state = await ask<State>(ctx, 'state')
      const made = find(state, key)
      if (!made) return [{ field: 'agent', wanted: key, found: null }]
      const text = { field: 'instructions', wanted: instructions, found: made.text }
      const tied = { field: `numbers.${NUMBER}`, wanted: numbers, found: state.number }
      return [
        ...(made.text === instructions || flaws.seesNoDrift ? [] : [text]),
        ...(numbers.length === state.number.length ? [] : [tied]),
      ]
    },
    listNumbers: async (ctx) => [
      { number: NUMBER, agents: (await ask<State>(ctx, 'state')).number, inboundHook: null },
    ],
  }
}

class RefusedNumber extends Error {
  override readonly name = 'Refused'
}

const failing = (flaws: Flaws) =>
  failingTests((define) => agentContract({ test: define, setup: async () => acme(flaws) }))

test('a plugin without flaws passes', async () => {
  expect(await failing({})).toEqual([])
})

test.each<[Flaws, string]>([
  [{ looksForNothing: true }, 'wherever a run breaks off, the next one ends with one agent as planned'],
  [{ seesNoDrift: true }, 'what somebody changed at the provider is shown, and put right'],
  [{ leavesNumbers: true }, 'a retired agent is gone, its number is free, and a second time is as good'],
])('%j is found out', async (flaws, name) => {
  expect(await failing(flaws)).toContain(name)
})
