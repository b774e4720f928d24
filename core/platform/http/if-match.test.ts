import { expect, test } from '@jest/globals'
import { Type } from '@sinclair/typebox'
import { versionConflict } from '../version-conflict.ts'
import { openApi } from './openapi.ts'
import { defineRoute, type Route } from './route.ts'
import { testApp } from './testing/test-app.ts'

const ALL = { authorization: 'Bearer scopes:*' }
const PATH = '/v1/note'
const shown = Type.Object({ text: Type.String(), version: Type.Integer() })

/** One note, at version 3. */
function noteRoutes(): Route[] {
  let note = { text: 'old', version: 3 }
  const about = { path: PATH, tag: 'notes', rate: 'read', versioned: true, summary: 'The note' } as const
  const get = defineRoute({
    ...about,
    method: 'GET',
    permission: 'notes:read',
    replies: { 200: { description: 'It', schema: shown } },
    handler: async () => ({ status: 200, body: note }),
  })
  const change = defineRoute({
    ...about,
    method: 'PATCH',
    permission: 'notes:write',
    body: Type.Object({ text: Type.String(), version: Type.Optional(Type.Integer()) }),
    replies: { 200: { description: 'It', schema: shown } },
    async handler({ body: { text }, expectedVersion = note.version }) {
      if (expectedVersion !== note.version) throw versionConflict('note', note.version)
      note = { text, version: note.version + 1 }
      return { status: 200, body: note }
    },
  })
  return [get, change]
}

const patch = (headers: Record<string, string>, body: object = {}) =>
  testApp({ routes: noteRoutes() })
    .agent.patch(PATH)
    .set({ ...ALL, ...headers })
    .send({ text: 'new', ...body })

test('what has a version is sent with it as ETag, and in full to whoever has that version already', async () => {
  const { agent } = testApp({ routes: noteRoutes() })
  const reply = await agent.get(PATH).set({ ...ALL, 'if-none-match': '"3"' })
  expect([reply.status, reply.headers.etag, reply.body]).toEqual([200, '"3"', { text: 'old', version: 3 }])
})

test.each([{ 'if-match': '"3"' }, { 'if-match': 'W/"3"' }, { 'if-match': '*' }, {}])(
  'a change that builds on what is there is made: %j',
  async (headers) => {
    const reply = await patch(headers as Record<string, string>)
    expect([reply.status, reply.headers.etag, reply.body.text]).toEqual([200, '"4"', 'new'])
  },
)

test.each([
  [{ 'if-match': '"2"' }, {}],
  [{}, { version: 2 }],
])(
  'a change that builds on an older version is a 412 that names the present one: %j %j',
  async (headers, body) => {
    const reply = await patch(headers as Record<string, string>, body)
    expect(reply.status).toBe(412)
    expect(reply.body).toMatchObject({ code: 'version_conflict', current_version: 3 })
  },
)

test.each(['3', '"three"', '"2", "3"', '"99999999999"', '"2147483648"'])(
  'If-Match: %s is no version: a 400, and nothing is changed',
  async (tag) => {
    expect((await patch({ 'if-match': tag })).body.code).toBe('bad_request')
  },
)

test('header and body that contradict each other are a 400', async () => {
  expect((await patch({ 'if-match': '"3"' }, { version: 2 })).body.code).toBe('bad_request')
})

test('the document says which changes take a version, and which replies carry one', () => {
  const { paths } = openApi(noteRoutes(), { publicUrl: '', version: '1' }) as {
    paths: Record<string, Record<string, { parameters: object[]; responses: Record<string, object> }>>
  }
  const { get, patch: change } = paths[PATH] ?? {}
  const ifMatch = { $ref: '#/components/parameters/IfMatch' }
  expect(change?.parameters).toContainEqual(ifMatch)
  expect(get?.parameters).not.toContainEqual(ifMatch)
  expect(change?.responses).toHaveProperty('412')
  expect(get?.responses['200']).toHaveProperty('headers.ETag')
})
