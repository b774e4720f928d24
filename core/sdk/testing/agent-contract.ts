import assert from 'node:assert/strict'
import type { AgentPlan, AgentProvisioner } from '../voice-agent.ts'
import { type Contract, type ContractWorld, failureOf, provided } from './contract.ts'
import { failureContract } from './failure-contract.ts'

/**
 * What the contract of agents needs beside the plugin.
 *
 * @example
 * const isAlone = async (world: AgentWorld) => (await world.count()) === 0
 */
export interface AgentWorld extends ContractWorld {
  /** An agent that is not there yet, with one number of the account and at least one function. */
  plan: AgentPlan
  /** How many agents the provider has whose key is the plan's. */
  count(): Promise<number>
  /** What an admin does at the provider: the agent now says something else to callers. */
  tamper(): Promise<void>
  /** The most writes that one run makes. */
  writes: number
}

type World = AgentWorld & { agents: AgentProvisioner }

/**
 * What the hub relies on in every telephony plugin that makes agents.
 *
 * @example
 * agentContract({ test, setup: agentWorld })
 */
export function agentContract(contract: Contract<AgentWorld>): void {
  const { test } = contract
  const setup = async (): Promise<World> => {
    const world = await contract.setup()
    return { ...world, agents: provided(world.plugin.telephony?.agents) }
  }
  provisionContract({ test, setup })
  changeContract({ test, setup })
  breakContract({ test, setup })
  retireContract({ test, setup })
  failureContract(
    { test, setup },
    {
      provision: ({ agents, ctx, plan }) => agents.provision(ctx, plan),
      retire: ({ agents, ctx, plan }) => agents.retire(ctx, plan),
      compare: ({ agents, ctx, plan }) => agents.compare(ctx, plan),
      listNumbers: ({ agents, ctx }) => agents.listNumbers(ctx),
    },
  )
}

const tied = async ({ agents, ctx, plan }: World) =>
  (await agents.listNumbers(ctx)).find(({ number }) => number === plan.numbers[0])

/** `agent@version`, each. A copy, since strict equality asks for the realm of an array as well. */
const answering = async (world: World): Promise<string[]> =>
  [...((await tied(world))?.agents ?? [])].map(({ reference, version }) => `${reference}@${version}`)

function provisionContract({ test, setup }: Contract<World>): void {
  test('an agent that is missing is said to be', async () => {
    const { agents, ctx, plan } = await setup()
    assert.notDeepEqual(await agents.compare(ctx, plan), [])
  })

  test('an agent stands as planned, and its number is tied to one version of it, with the inbound hook', async () => {
    const world = await setup()
    const { agents, ctx, plan } = world
    const { reference, version } = await agents.provision(ctx, plan)
    assert.deepEqual(await agents.compare(ctx, plan), [])
    assert.deepEqual(await answering(world), [`${reference}@${version}`])
    const hook = (await tied(world))?.inboundHook
    assert.ok(hook === 'here' || hook === null)
  })

  test('made again it is the same one, and nothing is written', async () => {
    const { agents, ctx, plan, trouble, count } = await setup()
    const first = await agents.provision(ctx, plan)
    trouble.failWrite(1)
    assert.deepEqual(await agents.provision(ctx, plan), first)
    trouble.recover()
    assert.equal(await count(), 1)
  })
}

function changeContract({ test, setup }: Contract<World>): void {
  test('a change is a new version, which the number is tied to', async () => {
    const world = await setup()
    const { agents, ctx, plan, count } = world
    const first = await agents.provision(ctx, plan)
    const changed = { ...plan, instructions: `${plan.instructions} Be brief.` }
    const fields = [...(await agents.compare(ctx, changed))].map(({ field }) => field)
    assert.deepEqual(fields, ['instructions'])
    const second = await agents.provision(ctx, changed)
    assert.equal(second.reference, first.reference)
    assert.notEqual(second.version, first.version)
    assert.deepEqual(await answering(world), [`${second.reference}@${second.version}`])
    assert.deepEqual(await agents.compare(ctx, changed), [])
    assert.equal(await count(), 1)
  })

  test('what somebody changed at the provider is shown, and put right', async () => {
    const { agents, ctx, plan, tamper } = await setup()
    await agents.provision(ctx, plan)
    await tamper()
    assert.notDeepEqual(await agents.compare(ctx, plan), [])
    await agents.provision(ctx, plan)
    assert.deepEqual(await agents.compare(ctx, plan), [])
  })

  test('a number that is no longer its own is taken off it', async () => {
    const world = await setup()
    const { agents, ctx, plan } = world
    await agents.provision(ctx, plan)
    const without = { ...plan, numbers: [] }
    assert.deepEqual(
      [...(await agents.compare(ctx, without))].map(({ field }) => field),
      [`numbers.${plan.numbers[0]}`],
    )
    await agents.provision(ctx, without)
    assert.deepEqual(await answering(world), [])
  })

  test('a number that the account does not have is refused', async () => {
    const { agents, ctx, plan, count } = await setup()
    const work = agents.provision(ctx, { ...plan, numbers: [...plan.numbers, '+4930000000'] })
    assert.equal((await failureOf(work)).name, 'Refused')
    assert.equal(await count(), 0)
  })
}

function breakContract({ test, setup }: Contract<World>): void {
  test('wherever a run breaks off, the next one ends with one agent as planned', async () => {
    const { writes } = await setup()
    for (const how of ['failWrite', 'loseAnswer'] as const) {
      for (let nth = 1; nth <= writes; nth++) {
        const { agents, ctx, plan, trouble, count } = await setup()
        trouble[how](nth)
        await agents.provision(ctx, plan).catch(() => {})
        trouble.recover()
        await agents.provision(ctx, plan)
        assert.equal(await count(), 1, `${how} ${nth}`)
        assert.deepEqual(await agents.compare(ctx, plan), [], `${how} ${nth}`)
      }
    }
  })
}

function retireContract({ test, setup }: Contract<World>): void {
  test('a retired agent is gone, its number is free, and a second time is as good', async () => {
    const world = await setup()
    const { agents, ctx, plan, count } = world
    await agents.provision(ctx, plan)
    await agents.retire(ctx, plan)
    await agents.retire(ctx, plan)
    assert.equal(await count(), 0)
    assert.deepEqual(await answering(world), [])
  })

  test('a retirement that broke off is finished by the next', async () => {
    const { writes } = await setup()
    for (const how of ['failWrite', 'loseAnswer'] as const) {
      for (let nth = 1; nth <= writes; nth++) {
        const { agents, ctx, plan, trouble, count } = await setup()
        await agents.provision(ctx, plan)
        trouble[how](nth)
        await agents.retire(ctx, plan).catch(() => {})
        trouble.recover()
        await agents.retire(ctx, plan)
        assert.equal(await count(), 0, `${how} ${nth}`)
      }
    }
  })

  test("another agent's numbers are left alone", async () => {
    const world = await setup()
    const { agents, ctx, plan } = world
    await agents.provision(ctx, plan)
    const before = await answering(world)
    await agents.retire(ctx, { key: `${plan.key}0` })
    assert.deepEqual(await answering(world), before)
  })
}
