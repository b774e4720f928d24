// Reads one row by its key and answers: bare Koa and router, one prepared statement over 20 connections. What it reads lies
// under the same row-level security as the hub's; what it answers are bytes that were made before.
import { readFileSync } from 'node:fs'
import Router from '@koa/router'
import Koa from 'koa'
import { Pool } from 'pg'

/** What it is given as a file. */
export interface ReadingConfig {
  databaseUrl: string
  /** By service. */
  tenants: Record<string, string>
  /** A file with the bytes of an answer. */
  sample: string
}

const CONNECTIONS = 20
const ROW = 'select name, segments, grid_minutes from services where tenant_id = $1 and id = $2'

const config = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as ReadingConfig
const sample = readFileSync(config.sample)
const pool = new Pool({
  connectionString: config.databaseUrl,
  max: CONNECTIONS,
  options: `-c app.tenants={${Object.values(config.tenants).join(',')}}`,
})

const router = new Router()
router.get('/healthz', (ctx) => {
  ctx.body = { status: 'ok' }
})
router.get('/v1/availability', async (ctx) => {
  const service = String(ctx.query.service_id)
  const { rows } = await pool.query({ name: 'read', text: ROW, values: [config.tenants[service], service] })
  if (rows.length !== 1) ctx.throw(404)
  ctx.type = 'application/json'
  ctx.body = sample
})

const koa = new Koa()
koa.use(router.routes())
koa.listen(Number(process.env.PORT), '127.0.0.1')
process.once('SIGTERM', () => process.exit(0))
