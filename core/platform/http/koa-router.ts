import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Required and not imported: its ES module imports node:http, see `node-http.ts`. */
export const { Router }: Pick<typeof import('@koa/router'), 'Router'> = require('@koa/router')
