import { Type } from '@sinclair/typebox'
import { HubError } from '../errors.ts'
import type { Logger } from '../log/logger.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { missingOf, type ReadinessCheck } from './readiness.ts'
import { defineRoute, type Route } from './route.ts'

export interface SystemRoutesOptions {
  log: Logger
  metrics: Metrics
  readiness: readonly ReadinessCheck[]
  /** The same in all processes of an installation. */
  instance: string
  /** The finished document. */
  openapi: () => object
}

const Ready = Type.Object({ status: Type.Literal('ok') })
const Health = Type.Object({
  status: Type.Literal('ok'),
  instance: Type.String({ description: 'Names the installation: by it `npm run doctor` knows its own hub.' }),
})

/** What operators and their machines ask: is it alive, is it ready, how is it doing, what can it do. */
export function systemRoutes({ log, metrics, readiness, instance, openapi }: SystemRoutesOptions): Route[] {
  // Not `open`: who guesses keys from the address of a shared proxy must not make the health checks fail.
  const system = { method: 'GET', tag: 'system', permission: 'public', rate: 'read' } as const
  return [
    defineRoute({
      ...system,
      path: '/healthz',
      summary: 'Whether the process is alive',
      description: 'Asks nothing but the process itself: a restart is the right reaction when this fails.',
      replies: { 200: { description: 'It is.', schema: Health } },
      handler: async () => ({ status: 200, body: { status: 'ok', instance } }),
    }),
    defineRoute({
      ...system,
      path: '/readyz',
      summary: 'Whether the hub can do its work',
      description:
        'A load balancer should send nothing here while this is 503; `missing` says what is wrong.',
      replies: { 200: { description: 'It can.', schema: Ready } },
      async handler() {
        const missing = await missingOf(readiness, log)
        if (missing.length === 0) return { status: 200, body: { status: 'ok' } }
        const detail = missing.map(({ name, why }) => `${name}: ${why}`).join('; ')
        throw new HubError('unavailable', { detail, extra: { missing }, retryAfterSeconds: 5 })
      },
    }),
    defineRoute({
      ...system,
      path: '/metrics',
      summary: 'Measurements for Prometheus',
      replies: { 200: { description: 'Exposition text.' } },
      async handler() {
        const { type, text } = await metrics.expose()
        return { status: 200, type, body: text }
      },
    }),
    defineRoute({
      ...system,
      path: '/openapi.json',
      summary: 'This API as OpenAPI 3.1',
      replies: { 200: { description: 'The document.', schema: Type.Object({}) } },
      handler: async () => ({ status: 200, body: openapi() }),
    }),
  ]
}
