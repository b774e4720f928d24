import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { writeDemoFile } from '../../app/demo/demo-file.ts'
import { makeFirstAgency } from '../../app/first-agency.ts'
import { readConfig } from '../../platform/config/config.ts'
import { api } from './api.ts'
import { type DemoHub, startDemoHub } from './demo-hub.ts'

const OPERATING = join(import.meta.dirname, '..', '..', '..', 'docs', 'operating.md')
const run = promisify(execFile)

let program: DemoHub
let script: string

beforeAll(async () => {
  program = await startDemoHub()
  script = scriptOf(readFileSync(OPERATING, 'utf8'))
}, 120_000)
afterAll(() => program?.stop(), 60_000)

/** The shell's blocks of "The first client" in one, with this hub, an agency's key, and the sandbox as Retell. */
function scriptOf(text: string): string {
  const [, section = ''] = /^### The first client\n([\s\S]*?)^## /m.exec(text) ?? []
  const { demo, sandbox } = program
  const settings = JSON.stringify({ api_key: sandbox.apiKeys.retell, base_url: sandbox.addresses.retell })
  return [...section.matchAll(/^```sh\n([\s\S]*?)^```/gm)]
    .map(([, block = '']) => block)
    .join('\n')
    .replace('hub=http://127.0.0.1:8080', `hub=${demo.base_url}`)
    .replace('key=ask_...', `key=${demo.agency.api_key}`)
    .replace('{"api_key": "key_..."}', settings)
}

const follow = async (): Promise<string> => (await run('sh', ['-euc', script])).stdout

test('the commands for the first client lead to a connection that is ready, a number and an appointment', async () => {
  const appointmentIn = (output: string) =>
    JSON.parse(/\{"id":"[^}]*"status":"confirmed".*$/.exec(output)?.[0] ?? '{}')
  const output = await follow()
  expect(output).toContain('"state":{"is":"ready"}')
  const made = appointmentIn(output)
  expect(made.status).toBe('confirmed')
  const key = program.demo.agency.api_key
  const { body } = await api(program.demo, 'GET /v1/tenants', { key })
  const salon = body.data.find(({ name }: { name: string }) => name === 'Salon Abendrot')
  const booked = await api(program.demo, `GET /v1/appointments/${made.id}`, { key, tenant: salon.id })
  expect([booked.status, booked.body.status]).toEqual([200, 'confirmed'])
  const { body: numbers } = await api(program.demo, 'GET /v1/phone-numbers', { key, tenant: salon.id })
  expect(numbers.data).toMatchObject([{ number: '+493012345678', location_id: booked.body.location_id }])
})

test('who asks for an agency of their own on the demo’s database is told to take another', async () => {
  writeDemoFile(program.variables.ASKPRO_DATA_DIR ?? '', program.demo)
  const config = readConfig({ ...program.variables, ASKPRO_AGENCY: 'Acme, Europe/Berlin, EUR, de' })
  await expect(makeFirstAgency(program.hub, config)).rejects.toThrow(/is the demo's.*ASKPRO_DATA_DIR/)
})
