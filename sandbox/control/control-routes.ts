import {
  type ControlRoute,
  parseFaults,
  Refusal,
  type RunningStandIn,
  type StandInRequest,
} from '../engine/index.ts'

export type ControlParts = {
  running: readonly RunningStandIn[]
  save: () => void
  address: string
  /** Routes the stand-ins brought, listed by GET /. */
  providerRoutes: readonly ControlRoute[]
}

/** The routes every provider has. */
export function controlRoutes(parts: ControlParts): ControlRoute[] {
  const find = (request: StandInRequest) => findProvider(parts.running, request.params.provider ?? '')
  return [
    route('GET', '/', () => summary(parts)),
    route('GET', '/faults', () => everyFault(parts.running)),
    route('DELETE', '/faults', () => clearFaults(parts.running)),
    route('GET', '/faults/:provider', (request) => find(request).faults.current),
    route('PUT', '/faults/:provider', (request) => setFaults(find(request), request.body)),
    route('DELETE', '/faults/:provider', (request) => clearFaults([find(request)])),
    route('GET', '/journal/:provider', (request) => readJournal(find(request), request)),
    route('DELETE', '/journal/:provider', (request) => clearJournal(find(request))),
    route('GET', '/state/:provider', (request) => find(request).describe()),
    route('POST', '/webhooks/:provider/flush', (request) => flushWebhooks(find(request))),
    route('GET', '/webhooks/:provider', (request) => ({ waiting: find(request).webhooks.snapshot() })),
    route('POST', '/reset', () => resetAll(parts.running)),
  ]
}

function route(
  method: string,
  path: string,
  work: (request: StandInRequest) => object | Promise<object>,
): ControlRoute {
  return { method, path, handle: async (request) => ({ status: 200, body: await work(request) }) }
}

function findProvider(running: readonly RunningStandIn[], name: string): RunningStandIn {
  const found = running.find((standIn) => standIn.name === name)
  if (found) return found
  const known = running.map((standIn) => standIn.name).join(', ')
  throw new Refusal({ status: 422, body: { error: `There is no provider "${name}". Known: ${known}.` } })
}

function summary({ running, address, providerRoutes }: ControlParts): object {
  const providers = running.map((standIn) => ({
    name: standIn.name,
    address: standIn.address,
    faults: standIn.faults.current.length,
    requests: standIn.journal.requests().length,
    webhooks_waiting: standIn.webhooks.snapshot().length,
  }))
  return {
    addresses: {
      ...Object.fromEntries(running.map(({ name, address: at }) => [name, at])),
      control: address,
    },
    api_keys: Object.assign({}, ...running.map((standIn) => standIn.ownKeys)),
    providers,
    routes: providerRoutes.map(({ method, path }) => `${method} ${path}`),
  }
}

function everyFault(running: readonly RunningStandIn[]): object {
  return Object.fromEntries(running.map((standIn) => [standIn.name, standIn.faults.current]))
}

function setFaults(standIn: RunningStandIn, body: unknown): object {
  const parsed = parseFaults(body)
  if (!parsed.ok) throw new Refusal({ status: 422, body: { error: parsed.problem } })
  standIn.faults.set(parsed.faults)
  return standIn.faults.current
}

function clearFaults(running: readonly RunningStandIn[]): object {
  for (const standIn of running) standIn.faults.set([])
  return []
}

function readJournal({ journal }: RunningStandIn, request: StandInRequest): object {
  const given = request.query.get('after') ?? '0'
  if (!/^\d+$/.test(given))
    throw new Refusal({
      status: 422,
      body: { error: '"after" must be the seq of a journal entry, a whole number.' },
    })
  const after = Number(given)
  return { requests: journal.requests(after), deliveries: journal.deliveries(after), last: journal.last }
}

function clearJournal({ journal }: RunningStandIn): object {
  journal.clear()
  return { last: journal.last }
}

async function flushWebhooks({ webhooks }: RunningStandIn): Promise<object> {
  await webhooks.flush()
  await webhooks.idle()
  return { waiting: webhooks.snapshot() }
}

function resetAll(running: readonly RunningStandIn[]): object {
  for (const standIn of running) standIn.reset()
  return { reset: running.map((standIn) => standIn.name) }
}
