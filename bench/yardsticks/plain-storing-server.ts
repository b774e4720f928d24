// The least that can accept a webhook: node:http alone, the signature, and one prepared insert for all that came while the
// one before was under way. One row for each, in the hub's own table with its indexes and walls, committed before it is
// answered. It knows secret and tenants, and has no job, no limits, no log, no trace.
import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Client } from 'pg'
import { newId } from '../../core/platform/ids.ts'
import type { StoringConfig } from './koa-storing-server.ts'

interface Delivery {
  row: object
  body: Buffer
  response: ServerResponse
}

const PATH = /^\/hooks\/([\w-]+)\/([\w-]+)$/
const SIGNATURE = /^v=(\d+),d=([0-9a-f]{64})$/
const REPLY = '{"received":true}'
const REPLY_HEADERS = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': REPLY.length }
/** Bodies go apart and in one piece, as those of the hub do: as parts of the JSON they cost more. */
const INSERT = `
  insert into inbox (tenant_id, id, connection_id, hook, dedupe_key, headers, body, received_at)
  select tenant_id, id, connection_id, hook, dedupe_key, headers, substring($2::bytea from body_at for body_length), now()
  from json_to_recordset($1) as delivery (tenant_id uuid, id uuid, connection_id uuid, hook text, dedupe_key text,
    headers jsonb, body_at integer, body_length integer)
  on conflict (tenant_id, connection_id, hook, dedupe_key) do nothing`

const config = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as StoringConfig
const database = new Client({
  connectionString: config.databaseUrl,
  options: `-c app.tenants={${Object.values(config.tenants).join(',')}}`,
})
await database.connect()

let waiting: Delivery[] = []
let storing = false

function isGenuine(body: Buffer, header: string): boolean {
  const [, time = '', digest = ''] = SIGNATURE.exec(header) ?? []
  return digest !== '' && timingSafeEqual(digestOf(body, time), Buffer.from(digest, 'hex'))
}

const digestOf = (body: Buffer, time: string): Buffer =>
  createHmac('sha256', config.apiKey).update(body).update(time).digest()

/** After the turn, so that what came at once goes at once. */
async function store(): Promise<void> {
  storing = true
  await new Promise((resolve) => setImmediate(resolve))
  while (waiting.length > 0) {
    const deliveries = waiting
    waiting = []
    let next = 1
    const rows = deliveries.map(({ row, body }) => {
      const body_at = next
      next += body.length
      return { ...row, body_at, body_length: body.length }
    })
    const values = [JSON.stringify(rows), Buffer.concat(deliveries.map(({ body }) => body))]
    await database.query({ name: 'store', text: INSERT, values })
    for (const { response } of deliveries) response.writeHead(200, REPLY_HEADERS).end(REPLY)
  }
  storing = false
}

function accept(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  const { url = '', headers } = request
  const [, connection = '', hook = ''] = PATH.exec(url) ?? []
  if (!isGenuine(body, String(headers['x-retell-signature']))) {
    response.writeHead(401).end()
    return
  }
  const { event, call } = JSON.parse(body.toString()) as { event: string; call: { call_id: string } }
  const ids = { tenant_id: config.tenants[connection], id: newId(), connection_id: connection }
  const key = `${event}:${call.call_id}:${hash('sha256', body, 'hex').slice(0, 32)}`
  const row = { ...ids, hook, dedupe_key: key, headers }
  waiting.push({ row, body, response })
  if (!storing) void store()
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => void chunks.push(chunk))
  request.once('end', () => {
    if (request.method === 'POST') accept(request, response, Buffer.concat(chunks))
    else response.end()
  })
})
server.listen(Number(process.env.PORT), '127.0.0.1')
process.once('SIGTERM', () => process.exit(0))
