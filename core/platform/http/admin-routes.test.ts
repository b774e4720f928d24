import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from '@jest/globals'
import { adminRoutes } from './admin-routes.ts'
import { testApp } from './testing/test-app.ts'

const folder = mkdtempSync(join(tmpdir(), 'askpro-admin-'))
mkdirSync(join(folder, 'assets'))
writeFileSync(join(folder, 'index.html'), '<meta name="style-nonce" content="__CSP_NONCE__">')
writeFileSync(join(folder, 'assets', 'index-abc.js'), 'start()')
writeFileSync(join(folder, 'assets', 'index-abc.js.gz'), gzipSync('start()'))
writeFileSync(join(folder, 'secret.js'), 'no part of the page')
const { agent } = testApp({ routes: adminRoutes(folder) })

afterAll(() => rmSync(folder, { recursive: true }))

test.each(['/admin', '/admin/', '/admin/c/1/calls/2', '/admin/sign-in?next=%2Fadmin%2F'])(
  '%s is the one page, with a nonce of its own each time and nothing unsafe',
  async (path) => {
    const nonces = new Set<string>()
    for (const { text, headers } of [await agent.get(path), await agent.get(path)]) {
      const nonce = /content="([^"]+)"/.exec(text)?.[1] ?? ''
      expect(nonce).toMatch(/^[\w+/]{22}==$/)
      expect(headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}';`)
      expect(headers['content-security-policy']).toContain("script-src 'self';")
      expect(headers['content-security-policy']).not.toContain('unsafe')
      expect(headers['cache-control']).toBe('no-store')
      nonces.add(nonce)
    }
    expect(nonces.size).toBe(2)
  },
)

test('a file with its hash in its name is kept for good, and comes compressed to who takes it so', async () => {
  const plain = await agent.get('/admin/assets/index-abc.js').set('Accept-Encoding', 'identity').buffer(true)
  expect(plain.text).toBe('start()')
  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  expect(plain.headers['content-encoding']).toBeUndefined()
  const small = await agent.get('/admin/assets/index-abc.js').set('Accept-Encoding', 'br, gzip').buffer(true)
  expect(small.headers['content-encoding']).toBe('gzip')
  expect(small.headers.vary).toContain('Accept-Encoding')
  expect(small.text).toBe('start()')
})

test.each(['index-old.js', '..%2fsecret.js', '..%2f..%2f..%2fpackage.json', 'index-abc.js.gz'])(
  '%s is no file of the page',
  async (file) => {
    expect((await agent.get(`/admin/assets/${file}`)).status).toBe(404)
  },
)

test('a hub without a build says what to do', async () => {
  const bare = await testApp({ routes: adminRoutes(join(folder, 'missing')) }).agent.get('/admin/')
  expect([bare.status, bare.body.detail]).toEqual([404, expect.stringContaining('npm run build:admin')])
})
