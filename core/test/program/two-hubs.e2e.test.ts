import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Hub, startHub } from '../../app/hub.ts'
import { readConfig } from '../../platform/config/config.ts'
import { silentLogger } from '../../platform/log/logger.ts'
import { type ApiCall, type ApiReply, api, eventually } from './api.ts'
import { type DemoHub, startDemoHub } from './demo-hub.ts'

const PLUGINS = join(import.meta.dirname, '..', '..', '..', 'plugins')

let program: DemoHub
let second: Hub

beforeAll(async () => {
  program = await startDemoHub()
  const { DATABASE_URL = '', DATABASE_ADMIN_URL = '', ASKPRO_MASTER_KEY = '' } = program.variables
  second = await startHub({
    config: readConfig({ ...program.variables, PORT: '0' }),
    databases: { appUrl: DATABASE_URL, adminUrl: DATABASE_ADMIN_URL },
    masterKey: ASKPRO_MASTER_KEY,
    pluginDirs: [PLUGINS],
    log: silentLogger,
  })
}, 180_000)

afterAll(async () => {
  await second.stop(5_000)
  await program.stop()
})

const atFirst = (route: string, call?: ApiCall): Promise<ApiReply> => api(program.demo, route, call)
const atSecond = (route: string, call?: ApiCall): Promise<ApiReply> =>
  api({ ...program.demo, base_url: second.localUrl }, route, call)

/** Asks over and over while `work` runs, so that whatever may be kept in memory is. */
async function whileAsking<T>(ask: () => Promise<unknown>, work: () => Promise<T>): Promise<T> {
  let going = true
  const asking = (async () => {
    while (going) await ask()
  })()
  try {
    return await work()
  } finally {
    going = false
    await asking
  }
}

test('a key that one hub revokes is refused by both from that answer on', async () => {
  const { body: issued } = await atFirst('POST /v1/api-keys', {
    body: { name: 'x', scopes: ['locations:read', 'availability:read'] },
  })
  const [service] = program.demo.services
  const [location] = program.demo.locations
  const kept = `GET /v1/availability?service_id=${service?.id}&location_id=${location?.id}`
  const both = async () => {
    const asked = ['GET /v1/locations', kept].flatMap((route) =>
      [atFirst, atSecond].map((ask) => ask(route, { key: issued.key })),
    )
    return (await Promise.all(asked)).map(({ status }) => status)
  }
  expect(await both()).toEqual([200, 200, 200, 200])
  const revoked = await whileAsking(
    () => new Promise((resolve) => setTimeout(resolve, 100)).then(both),
    () => atFirst(`DELETE /v1/api-keys/${issued.id}`),
  )
  expect(revoked.status).toBe(204)
  expect(await both()).toEqual([401, 401, 401, 401])
}, 60_000)

test('hooks of a connection that one hub switches off are gone at both from that answer on, and come back so', async () => {
  const { id } = program.demo.connections.find(({ plugin }) => plugin === 'retell') ?? { id: '' }
  const key = program.demo.agency.api_key
  const hook = async () => {
    const replies = await Promise.all([
      atFirst(`POST /hooks/${id}/events`, { key: null, body: {} }),
      atSecond(`POST /hooks/${id}/events`, { key: null, body: {} }),
    ])
    return replies.map(({ body }) => body.code)
  }
  expect(await hook()).toEqual(['bad_signature', 'bad_signature'])
  expect((await atFirst(`POST /v1/connections/${id}/disable`, { key })).status).toBe(200)
  expect(await hook()).toEqual(['not_found', 'not_found'])
  expect((await atSecond(`POST /v1/connections/${id}/enable`, { key })).status).toBe(200)
  expect(await hook()).toEqual(['bad_signature', 'bad_signature'])
}, 60_000)

test('what one hub books it offers no more at once, and the other as soon as it hears of it', async () => {
  const idOf = (list: Array<{ id: string; name: string }>, name: string) =>
    list.find((one) => one.name === name)?.id ?? ''
  const place = {
    service_id: idOf(program.demo.services, 'Haarschnitt Herren'),
    location_id: idOf(program.demo.locations, 'Prenzlauer Berg'),
    resource_id: idOf(program.demo.resources, 'Sofia'),
  }
  const question = `GET /v1/availability?${new URLSearchParams({ ...place, limit: '20' })}`
  const startsAt = async (ask: typeof atFirst): Promise<string[]> =>
    (await ask(question)).body.slots.map(({ start }: { start: string }) => start)
  const [start = ''] = await startsAt(atFirst)
  expect(await startsAt(atSecond)).toContain(start)
  const booked = await atFirst('POST /v1/appointments', { body: { ...place, start } })
  expect(booked.status).toBe(201)
  expect(await startsAt(atFirst)).not.toContain(start)
  const later = await eventually(
    () => startsAt(atSecond),
    (starts) => !starts.includes(start),
    5_000,
  )
  expect(later).not.toContain(start)
  // A freed time is offered again the same way.
  await atSecond(`POST /v1/appointments/${booked.body.id}/cancel`, { body: {} })
  expect(await startsAt(atSecond)).toContain(start)
  const again = await eventually(
    () => startsAt(atFirst),
    (starts) => starts.includes(start),
    5_000,
  )
  expect(again).toContain(start)
}, 60_000)
