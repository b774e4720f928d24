import { expect, test } from '@jest/globals'
import { readConfig } from '../../platform/config/config.ts'
import { configCheck } from './config-check.ts'
import type { Ground } from './ground.ts'

const PRODUCTION = {
  ASKPRO_MODE: 'production',
  ASKPRO_MASTER_KEY: 'a'.repeat(64),
  DATABASE_URL: 'postgres://app:x@db/askpro',
  DATABASE_ADMIN_URL: 'postgres://admin:x@db/askpro',
}

async function found(env: Record<string, string>) {
  const config = readConfig({ ...PRODUCTION, ...env })
  return [await configCheck.run({ config } as Ground)].flat().map(({ level, says }) => [level, says])
}

test('behind TLS of somebody else it asks which proxy to believe', async () => {
  const url = { PUBLIC_URL: 'https://hub.example' }
  const doubt = ['warn', 'no proxy is trusted, so all who sign in count as one caller']
  expect(await found(url)).toEqual([doubt])
  expect(await found({ ...url, ASKPRO_TRUSTED_PROXIES: '10.0.0.5' })).toEqual([['ok', expect.any(String)]])
  expect(await found({ PUBLIC_URL: 'http://hub.example' })).toEqual([['warn', 'PUBLIC_URL is not https']])
})
