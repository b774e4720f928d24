import { expect, test } from '@jest/globals'
import createClient from 'openapi-fetch'
import { onlyProblems } from './only-problems.ts'
import { isPassing, problemOf } from './problem.ts'

interface Paths {
  '/v1/calls': { get: { responses: { 200: { content: { 'application/json': { data: string[] } } } } } }
}

/** A client whose requests are answered by `fetch`. */
function asking(fetch: () => Promise<Response>) {
  const client = createClient<Paths>({ baseUrl: 'http://hub.example', fetch })
  client.use(onlyProblems)
  return client.GET('/v1/calls')
}

test('no answer is a problem that passes, and nothing is thrown past whoever looks at the error', async () => {
  const { data, error } = await asking(() => Promise.reject(new TypeError('fetch failed')))
  expect(data).toBeUndefined()
  expect(problemOf(error)).toMatchObject({ code: 'unreachable', status: 0, detail: 'fetch failed' })
  expect(isPassing(error)).toBe(true)
})

test.each([
  ['an empty body', new Response('', { status: 502, headers: { 'content-length': '0' } })],
  ['a page', new Response('<h1>Bad Gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } })],
])('what a proxy answers for the hub with %s is a problem that passes', async (_, response) => {
  const { data, error } = await asking(async () => response)
  expect(data).toBeUndefined()
  expect(problemOf(error)).toMatchObject({ code: 'unreachable', status: 502 })
  expect(isPassing(error)).toBe(true)
})

test("the hub's own problem and its answers come as they are", async () => {
  const problem = { type: 'about:blank', title: 'No', status: 409, code: 'version_conflict', request_id: 'r' }
  const headers = { 'content-type': 'application/problem+json' }
  const refused = await asking(async () => Response.json(problem, { status: 409, headers }))
  expect(refused.error).toEqual(problem)
  expect((await asking(async () => Response.json({ data: ['call'] }))).data).toEqual({ data: ['call'] })
})

test('what was called off stays called off', async () => {
  const asked = asking(() => Promise.reject(new DOMException('called off', 'AbortError')))
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
})
