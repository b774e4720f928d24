// Accepts webhooks as a plain good program would: bare Koa and router, the signature, one prepared insert for each
// delivery over 20 connections. It leaves the same rows as the hub, under the same row-level security.
import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import Router from '@koa/router'
import Koa from 'koa'
import { Pool } from 'pg'
import { newId } from '../../core/platform/ids.ts'

/** What it is given as a file: it reads neither connections nor secrets. */
export interface StoringConfig {
  databaseUrl: string
  apiKey: string
  /** By connection. */
  tenants: Record<string, string>
}

const CONNECTIONS = 20
const INSERT = `
  with scope as materialized (select set_config('app.tenants', '{' || $1 || '}', true)),
    delivery as (
      insert into inbox (tenant_id, id, connection_id, hook, dedupe_key, headers, body, received_at)
      select $1::uuid, $2::uuid, $3::uuid, $4, $5, $6::jsonb, $7::bytea, $8::timestamptz from scope
      on conflict (tenant_id, connection_id, hook, dedupe_key) do nothing
      returning id)
  insert into jobs (id, tenant_id, kind, payload, unique_key, run_at, priority)
  select $9::uuid, $1::uuid, 'inbox.process', jsonb_build_object('inbox_id', id), id::text, $8::timestamptz, 5
  from delivery`

const config = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as StoringConfig
const pool = new Pool({ connectionString: config.databaseUrl, max: CONNECTIONS })

function isGenuine(body: Buffer, header: string): boolean {
  const [, time = '', digest = ''] = /^v=(\d+),d=([0-9a-f]{64})$/.exec(header) ?? []
  const wanted = createHmac('sha256', config.apiKey).update(body).update(time).digest()
  return digest !== '' && timingSafeEqual(wanted, Buffer.from(digest, 'hex'))
}

const router = new Router()
router.get('/healthz', (ctx) => {
  ctx.body = { status: 'ok' }
})
router.post('/hooks/:connection_id/:hook', async (ctx) => {
  const { connection_id: connection = '', hook = '' } = ctx.params
  const chunks: Buffer[] = []
  for await (const chunk of ctx.req) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  if (!isGenuine(body, ctx.get('x-retell-signature'))) ctx.throw(401)
  const { event, call } = JSON.parse(body.toString()) as { event: string; call: { call_id: string } }
  const key = `${event}:${call.call_id}:${hash('sha256', body, 'hex').slice(0, 32)}`
  const headers = JSON.stringify(ctx.headers)
  const values = [
    config.tenants[connection],
    newId(),
    connection,
    hook,
    key,
    headers,
    body,
    new Date(),
    newId(),
  ]
  await pool.query({ name: 'store', text: INSERT, values })
  ctx.body = { received: true }
})

const koa = new Koa()
koa.use(router.routes())
koa.listen(Number(process.env.PORT), '127.0.0.1')
process.once('SIGTERM', () => process.exit(0))
