import { afterAll, beforeEach, expect, test } from '@jest/globals'
import { type Sandbox, startSandbox } from '../start-sandbox.ts'
import { startFakeHub } from '../testing/fake-hub.ts'
import { fakeSalon } from '../testing/fake-salon.ts'

const sandbox: Sandbox = await startSandbox({ retryDelayFactor: 0.001 })
const fake = await startFakeHub(sandbox.apiKeys.retell ?? '')
const { control } = sandbox.addresses

beforeEach(() => {
  fake.clear()
  fake.functions = fakeSalon('free').functions
})

afterAll(async () => {
  await sandbox.stop()
  await fake.close()
})

async function post(path: string, body: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${control}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

const hub = { base_url: fake.hub.baseUrl, connection_id: fake.hub.connectionId }

test('the scripts are listed', async () => {
  const answer = await fetch(`${control}/calls/scripts`)
  expect(await answer.json()).toMatchObject({
    scripts: expect.arrayContaining([expect.objectContaining({ name: 'last-slot', language: 'de' })]),
  })
})

test('a script is played against a hub, and answered with its calls', async () => {
  const { status, body } = await post('/calls', { script: 'plain-booking', hub, from: '+491713920099' })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    script: 'plain-booking',
    calls: [{ from: '+491713920099', answered: true, disconnection_reason: 'user_hangup' }],
  })
  expect(fake.functionNames()).toContain('book_appointment')
})

test('a withheld number is asked for with null', async () => {
  const { body } = await post('/calls', { script: 'plain-booking', hub, from: null })
  expect(body).toMatchObject({ calls: [{ from: null }] })
})

test('webhook faults set over the control API hit the events of a played call', async () => {
  await fetch(`${control}/faults/retell`, {
    method: 'PUT',
    body: JSON.stringify([{ webhooks: { lose: true }, times: 3 }]),
  })
  const { body } = await post('/calls', { script: 'hang-up', hub })
  expect(fake.events()).toEqual([])
  expect(body).toMatchObject({
    calls: [{ events: [{ outcome: 'lost' }, { outcome: 'lost' }, { outcome: 'lost' }] }],
  })
})

test('an unknown script and a hub without its parts are refused by name', async () => {
  const unknown = await post('/calls', { script: 'opera', hub })
  expect(unknown).toMatchObject({ status: 422, body: { error: expect.stringContaining('plain-booking') } })
  const half = await post('/calls', { script: 'plain-booking', hub: { base_url: 'http://127.0.0.1:9' } })
  expect(half).toMatchObject({ status: 422, body: { error: expect.stringContaining('hub.connection_id') } })
})
