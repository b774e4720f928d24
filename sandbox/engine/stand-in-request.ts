import type { IncomingMessage } from 'node:http'
import qs from 'qs'

/**
 * One request as a stand-in's handlers see it. `body` is parsed JSON, or the nested record that bracketed form
 * notation stands for (`items[0][price]=p`), or undefined for an empty body; `malformed` says that it could not be
 * parsed. Header names are lower-case. `route` is the matched pattern ('' when none matched), `params` its values.
 */
export type StandInRequest = {
  method: string
  path: string
  query: URLSearchParams
  headers: Readonly<Record<string, string>>
  raw: Buffer
  body: unknown
  malformed: boolean
  route: string
  params: Record<string, string>
}

export async function readRequest(incoming: IncomingMessage): Promise<StandInRequest> {
  const url = new URL(incoming.url ?? '/', 'http://sandbox.invalid')
  const headers = flatHeaders(incoming)
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk))
  const raw = Buffer.concat(chunks)
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    raw,
    ...parseBody(raw.toString('utf8'), headers['content-type'] ?? ''),
    route: '',
    params: {},
  }
}

function flatHeaders(incoming: IncomingMessage): Record<string, string> {
  const pairs = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ])
  return Object.fromEntries(pairs)
}

function parseBody(text: string, contentType: string): { body: unknown; malformed: boolean } {
  if (text === '') return { body: undefined, malformed: false }
  // The depth and array limits are those of the deepest form a provider documents, with room to spare.
  if (contentType.includes('x-www-form-urlencoded'))
    return { body: qs.parse(text, { depth: 12, arrayLimit: 1000, parameterLimit: 10_000 }), malformed: false }
  try {
    return { body: JSON.parse(text), malformed: false }
  } catch {
    return { body: text, malformed: true }
  }
}
