import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { type Sandbox, type SandboxOptions, startSandbox } from './index.ts'
import { startWebhookReceiver, type WebhookReceiver } from './testing/webhook-receiver.ts'

const running: Sandbox[] = []
const receivers: WebhookReceiver[] = []

afterEach(async () => {
  for (const sandbox of running.splice(0)) await sandbox.stop()
  for (const receiver of receivers.splice(0)) await receiver.close()
})

async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options)
  running.push(sandbox)
  return sandbox
}

const stateFile = () => join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'state.json')
const addEvent = (sandbox: Sandbox) =>
  fetch(`${sandbox.addresses.control}/google_calendar/events`, {
    method: 'POST',
    body: JSON.stringify({ start: { date: '2026-12-01' }, end: { date: '2026-12-02' } }),
  })
const events = (sandbox: Sandbox) => Object(sandbox.standIn('google_calendar').state).events

test('every provider has an address of its own', async () => {
  const { addresses } = await start()
  expect(Object.keys(addresses).sort()).toEqual(['calcom', 'control', 'google_calendar', 'retell', 'stripe'])
  expect(new Set(Object.values(addresses)).size).toBe(5)
  for (const address of Object.values(addresses)) expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
})

test('keys can be given', async () => {
  const sandbox = await start({ apiKeys: { calcom: 'cal_mine' } })
  expect(sandbox.apiKeys).toMatchObject({ calcom: 'cal_mine', google_client_id: 'sandbox-client' })
  const answer = await fetch(`${sandbox.addresses.calcom}/v2/me`, {
    headers: { authorization: 'Bearer cal_mine' },
  })
  expect(answer.status).toBe(200)
})

test('state set by the control API survives a restart', async () => {
  const file = stateFile()
  const first = await start({ stateFile: file })
  await addEvent(first)
  const before = structuredClone(events(first))
  await first.stop()
  expect(events(await start({ stateFile: file }))).toEqual(before)
})

test('without a file a new sandbox starts empty', async () => {
  await addEvent(await start())
  expect(events(await start())).toEqual({})
})

test('a webhook that waits when the sandbox stops is sent by the next one', async () => {
  const file = stateFile()
  const receiver = await startWebhookReceiver()
  receivers.push(receiver)
  const first = await start({ stateFile: file })
  const standIn = first.standIn('google_calendar')
  standIn.faults.set([{ webhooks: { delay_ms: 300 } }])
  await standIn.webhooks.send({
    url: receiver.url,
    body: '',
    label: 'exists',
    meta: { 'x-goog-channel-id': 'c1' },
  })
  await first.stop()
  expect(receiver.received).toEqual([])
  await (await start({ stateFile: file })).idle()
  expect(receiver.received).toMatchObject([{ headers: { 'x-goog-channel-id': 'c1' } }])
})

test('a damaged file is an error, not an empty sandbox', async () => {
  const file = stateFile()
  writeFileSync(file, '{"version":1,"content":{"calcom":{"state":[]}}}')
  await expect(start({ stateFile: file })).rejects.toThrow('damaged')
})

test('when a port is taken, nothing is left running', async () => {
  const first = await start()
  const taken = Number(new URL(first.addresses.stripe).port)
  const receiver = await startWebhookReceiver()
  const free = Number(new URL(receiver.address).port)
  await receiver.close()
  await expect(start({ ports: { calcom: free, stripe: taken } })).rejects.toThrow('EADDRINUSE')
  expect((await start({ ports: { calcom: free } })).addresses.calcom).toBe(`http://127.0.0.1:${free}`)
})
