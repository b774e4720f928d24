import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ApiKeyService } from '../../tenants/index.ts'
import { type ApiReply, api, eventually } from './api.ts'
import { type DemoHub, startDemoHub } from './demo-hub.ts'
import { PhoneLine } from './phone-line.ts'
import { appointments, exported, overlaps, untruths } from './truth.ts'

let program: DemoHub

beforeAll(async () => {
  program = await startDemoHub()
}, 120_000)

afterAll(() => program.stop())

const idOf = (list: Array<{ id: string; name: string }>, name: string): string =>
  list.find((one) => one.name === name)?.id ?? ''

/** With Sofia, who works alone at her location, and in no outside calendar. */
const sofia = () => ({
  service_id: idOf(program.demo.services, 'Haarschnitt Herren'),
  location_id: idOf(program.demo.locations, 'Prenzlauer Berg'),
  resource_id: idOf(program.demo.resources, 'Sofia'),
})

/** With Lina, whose appointments stand in two outside calendars. */
const lina = () => ({
  service_id: idOf(program.demo.services, 'Haarschnitt Herren'),
  location_id: idOf(program.demo.locations, 'Mitte'),
  resource_id: idOf(program.demo.resources, 'Lina'),
})

async function free(
  wanted: Record<string, string>,
  limit: number,
): Promise<Array<{ start: string; offer_token: string }>> {
  const { body } = await api(
    program.demo,
    `GET /v1/availability?${new URLSearchParams({ ...wanted, limit: String(limit) })}`,
  )
  return body.slots
}

/** Of the salon; its requests are counted apart from those of its other keys. */
async function newKey(): Promise<string> {
  const request = { name: 'Round', scopes: ['*'] }
  return (await program.hub.container.resolve(ApiKeyService).issue(program.demo.client.id, request)).key
}

const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)))

const book = (body: object, headers: Record<string, string> = {}, key?: string): Promise<ApiReply> =>
  api(program.demo, 'POST /v1/appointments', { body, headers, ...(key ? { key } : {}) })

const statuses = (replies: readonly ApiReply[]): number[] => replies.map(({ status }) => status).sort()

function ring(): PhoneLine {
  const { demo, sandbox } = program
  return new PhoneLine({
    baseUrl: demo.base_url,
    connectionId: idOf(
      demo.connections.map(({ id, plugin }) => ({ id, name: plugin })),
      'retell',
    ),
    apiKey: sandbox.apiKeys.retell ?? '',
    to: demo.locations.find(({ name }) => name === 'Mitte')?.phone ?? '',
    from: '+491713920110',
  })
}

test('50 at once for overlapping times, 20 times over: each gets a yes or a no, and no two overlap', async () => {
  for (let round = 0; round < 20; round += 1) {
    // Two hours' worth of starts that run into each other, later ones each round.
    const slots = await free(sofia(), 12)
    const key = await newKey()
    const starts = times(50, (index) =>
      book({ ...sofia(), start: slots[index % slots.length]?.start }, {}, key),
    )
    const replies = await starts
    expect([...new Set(statuses(replies))]).toEqual([201, 409])
    const refused = replies.filter(({ status }) => status === 409)
    expect(refused.every(({ body }) => body.code === 'slot_taken' && Array.isArray(body.alternatives))).toBe(
      true,
    )
  }
  expect(await overlaps(program)).toBe(0)
  expect((await appointments(program)).length).toBeGreaterThanOrEqual(20)
}, 240_000)

test('50 callers hold the same time at once: one has it, and what the others are offered is free', async () => {
  const [slot] = await free(sofia(), 1)
  const key = await newKey()
  const hold = (start: string | undefined) =>
    api(program.demo, 'POST /v1/holds', { key, body: { ...sofia(), start } })
  const replies = await times(50, () => hold(slot?.start))
  const held = replies.filter(({ status }) => status === 201)
  expect(held).toHaveLength(1)
  const other = replies.find(({ status }) => status === 409)?.body.alternatives[0]
  expect((await hold(other.start)).status).toBe(201)
  expect(await overlaps(program)).toBe(0)
}, 60_000)

test('the same request with the same Idempotency-Key is done once, whether at once or later', async () => {
  const [slot] = await free(lina(), 1)
  const body = {
    ...lina(),
    start: slot?.start,
    customer: { name: 'Erika Musterfrau', phone: '+491713920111' },
  }
  const headers = { 'idempotency-key': 'once-only' }
  const atOnce = await times(10, () => book(body, headers))
  const later = await book(body, headers)
  expect(statuses([...atOnce, later])).toEqual(Array.from({ length: 11 }, () => 201))
  expect(new Set([...atOnce, later].map((reply) => JSON.stringify(reply.body))).size).toBe(1)
  expect(atOnce.filter((reply) => reply.headers.get('idempotent-replayed') === 'true')).toHaveLength(9)
  expect(later.headers.get('idempotent-replayed')).toBe('true')
  const known = await appointments(program)
  expect(known.filter(({ customer_id }) => customer_id === later.body.customer_id)).toHaveLength(1)
  const { body: customers } = await api(
    program.demo,
    `GET /v1/customers?phone=${encodeURIComponent('+491713920111')}`,
  )
  expect(customers.data).toHaveLength(1)
}, 60_000)

test('an Idempotency-Key means another request for another tenant, and an error with other content', async () => {
  const headers = { 'idempotency-key': 'shared-word' }
  const create = (key: string, name: string) =>
    api(program.demo, 'POST /v1/locations', {
      key,
      headers,
      body: { name, zone: 'Europe/Berlin', language: 'de' },
    })
  const { agency, client } = program.demo
  const [mine, theirs] = [await create(client.api_key, 'One'), await create(agency.api_key, 'One')]
  expect([mine.status, theirs.status]).toEqual([201, 201])
  expect(mine.body.id).not.toBe(theirs.body.id)
  const different = await create(client.api_key, 'Two')
  expect([different.status, different.body.code]).toEqual([422, 'idempotency_mismatch'])
})

test('a refusal is not kept: the same key books once the time is free again', async () => {
  const [slot] = await free(lina(), 1)
  const body = { ...lina(), start: slot?.start }
  const first = await book(body)
  const headers = { 'idempotency-key': 'try-again' }
  expect((await book(body, headers)).status).toBe(409)
  await api(program.demo, `POST /v1/appointments/${first.body.id}/cancel`, { body: {} })
  expect((await book(body, headers)).status).toBe(201)
})

test('a class made over the API fills up place by place; a cancellation frees one, whoever asks for it', async () => {
  const location_id = idOf(program.demo.locations, 'Mitte')
  const yoga = { name: 'Yoga', segments: [{ minutes: 60, needs: ['staff'] }], capacity: 3 }
  const { body: service } = await api(program.demo, 'POST /v1/services', { body: yoga })
  const service_id = service.id
  const teacher = { name: 'Tara', kind: 'staff', location_id, service_ids: [service_id] }
  await api(program.demo, 'POST /v1/resources', { body: teacher })
  const [slot] = await free({ service_id, location_id }, 1)
  const start = slot?.start ?? ''
  const to = new Date(Date.parse(start) + 60_000).toISOString()
  const left = async () => {
    const query = new URLSearchParams({ service_id, location_id, ranges: `${start}/${to}` })
    const { body: offers } = await api(program.demo, `GET /v1/offers?${query}`)
    const [listed] = (await free({ service_id, location_id, from: start, to }, 1)) as {
      places_left?: number
    }[]
    const offered = offers.offers.filter((one: { start: string }) => one.start === start)
    expect(offered.map((one: { places_left: number }) => one.places_left)).toEqual(
      listed ? [listed.places_left] : [],
    )
    return listed?.places_left
  }
  const join = (name: string) => book({ service_id, location_id, start, customer: { name } })
  const ids: string[] = []
  for (const [index, name] of ['Ada', 'Bo', 'Cleo'].entries()) {
    expect(await left()).toBe(3 - index)
    const { status, body } = await join(name)
    expect(status).toBe(201)
    ids.push(body.id)
  }
  expect(await left()).toBeUndefined()
  const { status, body } = await join('Dan')
  expect([status, body.code, body.alternatives.length]).toEqual([409, 'slot_taken', 3])
  expect(body.alternatives.every((one: { start: string }) => one.start !== start)).toBe(true)
  const cancel = (id: string | undefined) =>
    api(program.demo, `POST /v1/appointments/${id}/cancel`, { body: {} })
  await cancel(ids.shift())
  expect(await left()).toBe(1)
  const again = await Promise.all(['Eli', 'Flo', 'Gus', 'Hal'].map(join))
  expect(statuses(again)).toEqual([201, 409, 409, 409])
  const last = again.find((reply) => reply.status === 201)
  for (const id of [...ids, last?.body.id]) await cancel(id)
  expect(await left()).toBe(3)
}, 60_000)

test('the agent’s booking sent twice, and ten times at once, is one appointment and one answer', async () => {
  const line = ring()
  const [slot] = await free(lina(), 1)
  const held = await line.function('hold_slot', { offer_token: slot?.offer_token })
  const args = { hold_id: held.body.data.hold_id, name: 'Erika Musterfrau' }
  const atOnce = await times(10, () => line.function('book_appointment', args))
  const answers = [...atOnce, await line.function('book_appointment', args)].map(({ body }) => body)
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 11 }, () => 'booked'))
  for (const answer of answers) expect(answer).toEqual(answers[0])
  expect(
    (await appointments(program)).filter(({ id }) => id === answers[0].data.appointment.id),
  ).toHaveLength(1)
  await line.event('call_ended')
}, 60_000)

test('ten callbacks asked for at once in one call are answered, each truthfully', async () => {
  const line = ring()
  const answers = await times(10, () => line.function('request_callback', { reason: 'A question' }))
  expect([...new Set(answers.map(({ body }) => body.status))]).toEqual(['noted'])
  const { body } = await api(program.demo, 'GET /v1/calls?limit=200')
  const same = body.data.filter(
    ({ provider_call_id }: { provider_call_id: string }) => provider_call_id === line.callId,
  )
  expect(same).toHaveLength(1)
  await line.event('call_ended')
})

test('the same delivery twice, and ten times at once, is taken each time and counts once', async () => {
  const line = ring()
  await line.function('identify_caller')
  const body = line.eventBody('call_ended')
  const replies = [...(await times(10, () => line.post('events', body))), await line.post('events', body)]
  expect([...new Set(statuses(replies))]).toEqual([200])
  await exported(program)
  // What was delivered is worked on after it was answered.
  const { body: calls } = await eventually(
    () => api(program.demo, 'GET /v1/calls?limit=200'),
    ({ body: { data } }) => data.every(({ status }: { status: string }) => status === 'ended'),
  )
  expect(new Set(calls.data.map(({ status }: { status: string }) => status))).toEqual(new Set(['ended']))
  const { body: events } = await api(program.demo, 'GET /v1/events?limit=500')
  const ended = events.data.filter(({ type }: { type: string }) => type === 'call.ended')
  expect(ended).toHaveLength(calls.data.length)
  expect(await untruths(program)).toEqual([])
}, 60_000)
