// The bare Koa server that the hub is measured against: the same framework and router, nothing of the hub's own.
// Plain JavaScript, so that its start pays for nothing else either.
import { readFileSync } from 'node:fs'
import Router from '@koa/router'
import Koa from 'koa'

/** The bytes that the hub answers with, which this one is to send as well. */
const sample = process.argv[2] ? readFileSync(process.argv[2]) : Buffer.from('{}')

const router = new Router()
router.get('/healthz', (ctx) => {
  ctx.body = { status: 'ok' }
})
router.get('/v1/availability', (ctx) => {
  ctx.type = 'application/json'
  ctx.body = sample
})
router.post('/hooks/:connection_id/:hook', async (ctx) => {
  /** @type {Buffer[]} */
  const chunks = []
  for await (const chunk of ctx.req) chunks.push(chunk)
  const body = JSON.parse(Buffer.concat(chunks).toString())
  ctx.body = { received: body !== null }
})

const koa = new Koa()
koa.use(router.routes())
koa.listen(Number(process.env.PORT), '127.0.0.1')
process.once('SIGTERM', () => process.exit(0))
