import type { ConnectionService } from '../../integrations/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import { HubError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import type { Logger } from '../../platform/log/logger.ts'
import type { Language } from '../../tenants/index.ts'
import type { CallNumbers } from '../call-numbers.ts'
import { findKnownCall } from '../call-repository.ts'
import type { CallSimulator, SimulatedScript } from './call-simulator.ts'

export interface CallSimulationParts {
  database: Database
  numbers: Pick<CallNumbers, 'list'>
  connections: Pick<ConnectionService, 'get'>
  clock: Clock
  log: Logger
}

export interface SimulationLine {
  number: string
  locationId: string
  connection: { tenantId: string; connectionId: string }
}

export interface SimulationWish {
  said: { script: string } | { lines: readonly string[]; language: Language }
  /** One of the business's numbers; the first that can be rung by default. */
  to?: string | undefined
  from?: string | null | undefined
  speed: number
}

export interface Simulation {
  id: string
  state: 'running' | 'over' | 'failed'
  /** Null until the hub has heard of the first call. */
  callId: string | null
  callIds: string[]
  notUnderstood: string[]
  problem: string | null
}

interface Kept extends Simulation {
  tenantId: string
  connectionId: string
  providerCallId: string
}

/** Simulated calls at once in this process, and how many that are over are remembered. */
const AT_ONCE = 3
const REMEMBERED = 100
/** Milliseconds for a whole simulation, and for the hub to hear of its first call. */
const LONGEST = 120_000
const UNTIL_HEARD = 5_000
const LOOK_AGAIN = 50

/** Has a stand-in ring the hub, where the telephony of a client ends at one. */
export class CallSimulation {
  readonly #parts: CallSimulationParts
  readonly #kept = new Map<string, Kept>()
  #simulator: CallSimulator | undefined

  constructor(parts: CallSimulationParts) {
    this.#parts = parts
  }

  plugIn(simulator: CallSimulator | undefined): void {
    this.#simulator = simulator
  }

  /** Numbers of the tenant that end at the stand-in; none where there is no stand-in. */
  async lines(tenantId: string): Promise<SimulationLine[]> {
    const { numbers, connections } = this.#parts
    const simulator = this.#simulator
    if (!simulator) return []
    const rows = await numbers.list(tenantId)
    const lines = await Promise.all(
      rows.map(async (row) => {
        const connection = { tenantId: row.connection_tenant_id, connectionId: row.connection_id }
        const { settings } = await connections.get(connection)
        const line = { number: row.number, locationId: row.location_id, connection }
        return simulator.answersFor(settings) ? [line] : []
      }),
    )
    return lines.flat()
  }

  async scripts(): Promise<SimulatedScript[]> {
    return (await this.#simulator?.scripts()) ?? []
  }

  /** Resolves once the hub has heard of the first call, or it is clear that it will not. */
  async start(tenantId: string, wish: SimulationWish): Promise<Simulation> {
    const simulator = this.#simulator
    const lines = await this.lines(tenantId)
    const line = wish.to === undefined ? lines[0] : lines.find(({ number }) => number === wish.to)
    if (!simulator || !line) throw nothingToRing(Boolean(simulator), wish.to)
    this.#requireRoom()
    const { connection, number: to } = line
    const simulation = this.#remember(tenantId, connection.connectionId)
    const { providerCallId } = simulation
    const order = { connectionId: connection.connectionId, providerCallId, to, longest: LONGEST }
    const over = simulator
      .play({ ...order, said: wish.said, from: wish.from, speed: wish.speed })
      .then((played) => this.#conclude(simulation, played))
      .catch((error) => this.#fail(simulation, error))
    await Promise.race([over, this.#untilHeard(simulation)])
    return simulation
  }

  get(tenantId: string, id: string): Simulation {
    const kept = this.#kept.get(id)
    if (kept?.tenantId !== tenantId) throw new HubError('not_found')
    return kept
  }

  #requireRoom(): void {
    const running = [...this.#kept.values()].filter(({ state }) => state === 'running').length
    if (running < AT_ONCE) return
    const detail = `${AT_ONCE} simulated calls are going on: wait until one is over.`
    throw new HubError('rate_limited', { detail, retryAfterSeconds: 10 })
  }

  #remember(tenantId: string, connectionId: string): Kept {
    const id = newId()
    const simulation: Kept = {
      id,
      tenantId,
      connectionId,
      providerCallId: `call_${id.replaceAll('-', '')}`,
      state: 'running',
      callId: null,
      callIds: [],
      notUnderstood: [],
      problem: null,
    }
    this.#kept.set(id, simulation)
    const over = [...this.#kept.values()].filter(({ state }) => state !== 'running')
    for (const old of over.slice(0, Math.max(0, over.length - REMEMBERED))) this.#kept.delete(old.id)
    return simulation
  }

  async #conclude(
    simulation: Kept,
    { providerCallIds, notUnderstood }: { providerCallIds: string[]; notUnderstood: string[] },
  ): Promise<void> {
    const ids = await Promise.all(providerCallIds.map((id) => this.#callIdOf(simulation, id)))
    const callIds = ids.filter((id) => id !== undefined)
    Object.assign(simulation, {
      state: callIds.length > 0 ? 'over' : 'failed',
      callId: callIds[0] ?? null,
      callIds,
      notUnderstood,
      problem: callIds.length > 0 ? null : 'Nobody took the call: the number has no voice agent.',
    })
  }

  #fail(simulation: Kept, error: unknown): void {
    this.#parts.log.error({ err: error, simulation: simulation.id }, 'a simulated call failed')
    simulation.state = 'failed'
    simulation.problem = error instanceof Error ? error.message : 'The simulated call failed.'
  }

  async #untilHeard(simulation: Kept): Promise<void> {
    const until = performance.now() + UNTIL_HEARD
    while (simulation.state === 'running' && performance.now() < until) {
      const id = await this.#callIdOf(simulation, simulation.providerCallId)
      if (id !== undefined) {
        simulation.callId = id
        simulation.callIds = [id]
        return
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN))
    }
  }

  async #callIdOf({ tenantId, connectionId }: Kept, providerCallId: string): Promise<string | undefined> {
    const key = { connectionId, providerCallId }
    const known = await this.#parts.database.inTenant(tenantId, (tx) => findKnownCall(tx, tenantId, key))
    return known?.id
  }
}

function nothingToRing(hasSimulator: boolean, to: string | undefined): HubError {
  if (!hasSimulator)
    return new HubError('conflict', {
      detail: 'This hub has no simulated telephony provider: calls are simulated in a demo only.',
    })
  return new HubError('conflict', {
    detail:
      to === undefined
        ? 'No number of this client is connected to the simulated telephony provider.'
        : `${to} is no number of this client that is connected to the simulated telephony provider.`,
  })
}
