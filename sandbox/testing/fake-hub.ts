import Retell from 'retell-sdk'
import {
  BodyFields,
  listen,
  type Reply,
  readRequest,
  type StandInRequest,
  writeReply,
} from '../engine/index.ts'

export type HubRequest = { hook: string; body: BodyFields; genuine: boolean; at: number }

/** What one function answers: `{ status, say, data }` in short, or a whole reply. */
export type FunctionScript = (args: BodyFields, call: BodyFields) => object | Promise<object>

export type FakeHub = {
  readonly hub: { baseUrl: string; connectionId: string }
  readonly requests: readonly HubRequest[]
  /** Function names in the order in which they were called. */
  readonly functionNames: () => string[]
  readonly events: () => string[]
  /** Answers to the inbound webhook, first come first used; the last one stays. */
  inbound: Reply[]
  functions: Record<string, FunctionScript>
  clear: () => void
  close: () => Promise<void>
}

const today = { date: '2026-11-22', weekday: 'Sonntag' }

/** The hub's three hooks as Retell sees them, answering from a script; signatures are checked by the vendor's client. */
export async function startFakeHub(apiKey: string): Promise<FakeHub> {
  const requests: HubRequest[] = []
  const { address, close } = await listen(0, async (incoming, response) => {
    const request = await readRequest(incoming)
    const hook = request.path.replace('/hooks/conn_1/', '')
    const signature = request.headers['x-retell-signature'] ?? ''
    const genuine = await Retell.verify(request.raw.toString('utf8'), apiKey, signature)
    requests.push({ hook, body: new BodyFields(request.body), genuine, at: Date.now() })
    writeReply(response, await answer(fake, hook, request))
  })
  const named = (hook: string, field: string) =>
    requests.filter((request) => request.hook === hook).map(({ body }) => String(body.raw(field)))
  const fake: FakeHub = {
    hub: { baseUrl: address, connectionId: 'conn_1' },
    requests,
    functionNames: () => named('function', 'name'),
    events: () => named('events', 'event'),
    inbound: [],
    functions: {},
    clear: () => void requests.splice(0),
    close,
  }
  return fake
}

async function answer(fake: FakeHub, hook: string, { body }: StandInRequest): Promise<Reply> {
  if (hook === 'events') return { status: 204 }
  if (hook === 'inbound') {
    const reply = fake.inbound.length > 1 ? fake.inbound.shift() : fake.inbound[0]
    return reply ?? { status: 200, body: { call_inbound: {} } }
  }
  const fields = new BodyFields(body)
  const script = fake.functions[fields.text('name')]
  if (hook !== 'function' || !script) return { status: 404, body: { error: 'no such hook or function' } }
  const result = await script(new BodyFields(fields.raw('args')), new BodyFields(fields.raw('call')))
  if ('http' in result) return { status: Number(result.http) }
  return { status: 200, body: { say: `<${fields.text('name')}>`, data: {}, missing: [], today, ...result } }
}
