import { createRequire } from 'node:module'
import { lateModule } from '../late-module.ts'

const require = createRequire(import.meta.url)

type PromClient = typeof import('prom-client')

/** What counts from the first request on. */
export const PromRegistry: PromClient['Registry'] = require('prom-client/lib/registry')
export const PromCounter: PromClient['Counter'] = require('prom-client/lib/counter')
export const PromGauge: PromClient['Gauge'] = require('prom-client/lib/gauge')
export const PromHistogram: PromClient['Histogram'] = require('prom-client/lib/histogram')

/** All of it: loads OpenTelemetry as well, for one of its own metrics. */
export const promClient = lateModule<PromClient>(() => require('prom-client'))
