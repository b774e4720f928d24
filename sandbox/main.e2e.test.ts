import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, test } from '@jest/globals'

type Process = { child: ChildProcess; addresses: Record<string, string>; keys: Record<string, string> }

const started: ChildProcess[] = []

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

async function start(stateFile: string): Promise<Process> {
  const main = join(import.meta.dirname, 'main.ts')
  const child = spawn(process.execPath, [main, '--state-file', stateFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  started.push(child)
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const { addresses, api_keys: keys } = JSON.parse(String(line))
  return { child, addresses, keys }
}

const stateFile = () => join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'state.json')

function book({ addresses, keys }: Process, start: string): Promise<Response> {
  return fetch(`${addresses.calcom}/v2/bookings`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${keys.calcom}`,
      'cal-api-version': '2024-08-13',
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      start,
      eventTypeId: 7,
      attendee: { name: 'Lena', email: 'lena@example.com', timeZone: 'Europe/Berlin' },
    }),
  })
}

async function bookings({ addresses }: Process): Promise<unknown[]> {
  const answer = await fetch(`${addresses.control}/state/calcom`)
  return Object(await answer.json()).bookings
}

test('what a provider has confirmed is still there after kill -9, and faults stay set', async () => {
  const file = stateFile()
  const first = await start(file)
  expect((await book(first, '2099-12-07T09:00:00Z')).status).toBe(201)
  expect((await book(first, '2099-12-07T10:00:00Z')).status).toBe(201)
  await fetch(`${first.addresses.control}/faults/google_calendar`, { method: 'PUT', body: '{"hang":true}' })
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  const second = await start(file)
  expect(await bookings(second)).toMatchObject([{ id: 91 }, { id: 92 }])
  const faults = await fetch(`${second.addresses.control}/faults/google_calendar`)
  expect(await faults.json()).toEqual([{ hang: true }])
})

test('it stops on SIGTERM, even with a request hanging', async () => {
  const running = await start(stateFile())
  await fetch(`${running.addresses.control}/faults/calcom`, { method: 'PUT', body: '{"hang":true}' })
  const hanging = book(running, '2099-12-07T09:00:00Z').catch(() => 'closed')
  await new Promise((resolve) => setTimeout(resolve, 100))
  running.child.kill('SIGTERM')
  const [code] = await once(running.child, 'exit')
  expect(code).toBe(0)
  expect(await hanging).toBe('closed')
})
