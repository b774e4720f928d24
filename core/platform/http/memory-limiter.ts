import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

type Package = typeof import('rate-limiter-flexible')

/** Without the package's other stores, each of which would be loaded with it. */
export const RateLimiterMemory: Package['RateLimiterMemory'] = require('rate-limiter-flexible/lib/RateLimiterMemory')
export const RateLimiterRes: Package['RateLimiterRes'] = require('rate-limiter-flexible/lib/RateLimiterRes')
