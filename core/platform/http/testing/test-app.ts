import { createServer } from 'node:http'
import supertest from 'supertest'
import { HubError } from '../../errors.ts'
import { createLogger } from '../../log/pino-logger.ts'
import { Metrics } from '../../telemetry/metrics.ts'
import type { Authenticator } from '../authenticator.ts'
import { createHttpApp, type HttpAppOptions } from '../create-http-app.ts'

export const TEST_TENANT = '0199c3a0-7d1b-7c6e-9a40-1f2e3d4c5b6a'

/** The key `scopes:a:read,b:*` has exactly these scopes; any other is unknown. */
export const authenticate: Authenticator = async ({ authorization = '', tenantId }) => {
  const scopes = /^Bearer scopes:(.*)$/.exec(authorization)?.[1]
  if (scopes === undefined) throw new HubError('unauthenticated')
  const actor = { keyId: scopes, ownTenantId: TEST_TENANT, scopes: scopes.split(',') }
  return { actor, tenantId: tenantId ?? TEST_TENANT }
}

const noDatabase: HttpAppOptions['database'] = {
  inTenant: () => Promise.reject(new Error('this test has no database')),
}

/** The real HTTP side over the given route table, with a recorded log and keys that carry their scopes. */
export function testApp(options: Partial<HttpAppOptions>) {
  const lines: string[] = []
  const metrics = new Metrics()
  const app = createHttpApp({
    routes: [],
    authenticate,
    database: noDatabase,
    log: createLogger({ level: 'debug', destination: { write: (line) => lines.push(line) } }),
    metrics,
    readiness: [],
    instance: 'test',
    publicUrl: 'https://hub.example',
    version: '1.2.3',
    ...options,
  })
  const requests = () =>
    lines.map((line) => JSON.parse(line)).filter(({ msg }) => String(msg).startsWith('request'))
  return { app, lines, metrics, requests, agent: supertest(createServer(app.handler)) }
}
