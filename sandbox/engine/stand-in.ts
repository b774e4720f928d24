import { exchange } from './exchange.ts'
import type { Fault } from './fault.ts'
import { FaultList } from './fault-list.ts'
import { Journal } from './journal.ts'
import { listen } from './listen.ts'
import type { Reply } from './reply.ts'
import type { Route, StandInContext, StandInDefinition } from './stand-in-definition.ts'
import type { StandInRequest } from './stand-in-request.ts'
import type { WaitingWebhook } from './webhook-message.ts'
import { WebhookSender } from './webhook-sender.ts'

/** All of a stand-in that survives a restart: the provider's objects, the faults set, the webhooks not yet sent. */
export type StandInSnapshot = { state: object; faults: Fault[]; waiting: WaitingWebhook[] }

export type StartOptions = {
  port: number
  now: () => number
  apiKeys: Readonly<Record<string, string>>
  /** What a former run left behind. */
  snapshot?: StandInSnapshot
  /** Stores the whole sandbox; called after every mutating request. */
  save: () => void
  retryDelayFactor: number
}

/** A route of the control API; a stand-in's own are bound to its context. */
export type ControlRoute = {
  method: string
  path: string
  handle: (request: StandInRequest) => Reply | Promise<Reply>
}

/** A stand-in that is up. */
export type RunningStandIn<State extends object = object> = {
  readonly name: string
  readonly address: string
  /** The live state. Change it only through the API or the control routes, or call `save` afterwards. */
  readonly state: State
  /** The keys this stand-in accepts, by the names of its `defaultKeys`. */
  readonly ownKeys: Readonly<Record<string, string>>
  readonly faults: FaultList
  readonly journal: Journal
  readonly webhooks: WebhookSender
  readonly controlRoutes: readonly ControlRoute[]
  /** What GET /state/:provider shows. */
  describe: () => object
  snapshot: () => StandInSnapshot
  /** Back to the first start: objects, faults, journal, waiting webhooks. */
  reset: () => void
  stop: () => Promise<void>
}

export type StandIn<State extends object = object> = {
  readonly name: string
  readonly defaultKeys: Readonly<Record<string, string>>
  start: (options: StartOptions) => Promise<RunningStandIn<State>>
}

/**
 * Makes a provider's stand-in from its description: a stateful HTTP server on 127.0.0.1 with faults, a journal of
 * what it was asked, and signed webhooks. State lives in one plain JSON object, which is all that persistence needs.
 */
export function defineStandIn<State extends object>(definition: StandInDefinition<State>): StandIn<State> {
  const { name, defaultKeys } = definition
  return { name, defaultKeys, start: (options) => startStandIn(definition, options) }
}

async function startStandIn<State extends object>(
  definition: StandInDefinition<State>,
  options: StartOptions,
): Promise<RunningStandIn<State>> {
  const apiKeys = { ...definition.defaultKeys, ...options.apiKeys }
  const fresh = (): State => definition.initialState({ now: options.now, apiKeys })
  // Saved parts win; parts that a newer version of the stand-in has added start fresh.
  let state: State = { ...fresh(), ...options.snapshot?.state }
  const parts = startParts(definition, options)
  const { faults, journal, webhooks } = parts
  let address = ''
  const context: StandInContext<State> = {
    get state() {
      return state
    },
    get address() {
      return address
    },
    now: options.now,
    apiKeys,
    webhooks,
    save: options.save,
  }
  const listener = await listen(options.port, (incoming, response) =>
    exchange({ definition, context, faults, journal }, incoming, response),
  )
  address = listener.address
  webhooks.restore(options.snapshot?.waiting ?? [])
  const running = {
    ...parts,
    name: definition.name,
    address,
    ownKeys: Object.fromEntries(Object.keys(definition.defaultKeys).map((key) => [key, apiKeys[key] ?? ''])),
    controlRoutes: bind(definition.controlRoutes ?? [], context),
    describe: () => definition.describe?.(state) ?? state,
    snapshot: () => ({ state, faults: faults.current, waiting: webhooks.snapshot() }),
    reset: () => {
      state = fresh()
      resetParts(parts)
    },
    stop: () => stop(parts, listener.close),
  }
  return Object.defineProperty({ ...running, state }, 'state', { get: () => state })
}

type Parts = { faults: FaultList; journal: Journal; webhooks: WebhookSender }

function startParts<State extends object>(
  definition: StandInDefinition<State>,
  options: StartOptions,
): Parts {
  const faults = new FaultList()
  faults.set(options.snapshot?.faults ?? [])
  const journal = new Journal()
  const webhooks = new WebhookSender({
    policy: definition.webhooks,
    takeFault: () => faults.takeForWebhook(),
    journal,
    changed: options.save,
    retryDelayFactor: options.retryDelayFactor,
  })
  return { faults, journal, webhooks }
}

function resetParts({ faults, journal, webhooks }: Parts): void {
  faults.set([])
  journal.clear()
  webhooks.clear()
}

function bind<State extends object>(
  routes: readonly Route<State>[],
  context: StandInContext<State>,
): ControlRoute[] {
  return routes.map(({ method, path, handle }) => ({
    method,
    path,
    handle: (request) => handle(request, context),
  }))
}

async function stop({ faults, webhooks }: Parts, close: () => Promise<void>): Promise<void> {
  webhooks.stop()
  faults.release()
  await close()
}
