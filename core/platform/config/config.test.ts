import { expect, test } from '@jest/globals'
import { readConfig } from './config.ts'

test('an empty environment gives a hub on 127.0.0.1:8080 with its own database and the demo', () => {
  const config = readConfig({ PATH: '/bin' })
  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    demo: true,
    mode: 'development',
    role: 'all',
  })
  expect(config.databaseUrl).toBeUndefined()
})

test('all problems are named in one message', () => {
  const read = () =>
    readConfig({ PORT: 'eighty', ASKPRO_DEMO: 'maybe', ASKPRO_CLOCK: 'noon', ASKPRO_FOO: '1' })
  for (const part of [
    'PORT must be integer',
    'ASKPRO_DEMO must be on or off',
    'ASKPRO_CLOCK',
    'ASKPRO_FOO is not a variable',
  ])
    expect(read).toThrow(part)
})

test('a bad secret is named without its value', () => {
  const url = 'postgres//app:hunter2@db'
  expect(() => readConfig({ DATABASE_URL: url })).toThrow('DATABASE_URL')
  expect(() => readConfig({ DATABASE_URL: url })).not.toThrow(/hunter2/)
})

test('production demands its key and database and refuses a clock of its own', () => {
  const read = () => readConfig({ ASKPRO_MODE: 'production', ASKPRO_CLOCK: '2025-11-24T10:00:00+01:00' })
  for (const part of ['ASKPRO_MASTER_KEY is needed', 'DATABASE_URL is needed', 'ASKPRO_CLOCK is refused'])
    expect(read).toThrow(part)
})

test('the demo never runs in production', () => {
  const config = readConfig({
    ASKPRO_MODE: 'production',
    ASKPRO_MASTER_KEY: 'a'.repeat(64),
    DATABASE_URL: 'postgres://app@db/hub',
  })
  expect(config.demo).toBe(false)
})

test('the clock is read as an instant', () => {
  expect(readConfig({ ASKPRO_CLOCK: '2025-11-24T10:00:00+01:00' }).clockStart).toBe(Date.UTC(2025, 10, 24, 9))
})

test('an empty variable counts as not set', () => {
  expect(readConfig({ PORT: '' }).port).toBe(8080)
})

test('the first agency is read from one line, and never beside the demo', () => {
  const line = 'Acme & Sons, Europe/Berlin, EUR, de'
  const agency = { name: 'Acme & Sons', zone: 'Europe/Berlin', currency: 'EUR', language: 'de' }
  expect(readConfig({ ASKPRO_AGENCY: line, ASKPRO_DEMO: 'off' }).agency).toEqual(agency)
  expect(() => readConfig({ ASKPRO_AGENCY: line })).toThrow('ASKPRO_DEMO=off')
  expect(() => readConfig({ ASKPRO_AGENCY: 'Acme', ASKPRO_DEMO: 'off' })).toThrow('ASKPRO_AGENCY')
})

test('a proxy that is neither an address nor a network is named, and the others are taken', () => {
  expect(readConfig({ ASKPRO_TRUSTED_PROXIES: 'private, 192.0.2.0/24' }).trustedProxies).toEqual([
    'private',
    '192.0.2.0/24',
  ])
  expect(() => readConfig({ ASKPRO_TRUSTED_PROXIES: '10.0.0.5, caddy' })).toThrow(
    'ASKPRO_TRUSTED_PROXIES: caddy is neither an address nor a network nor private',
  )
})
