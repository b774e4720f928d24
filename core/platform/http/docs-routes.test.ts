import { expect, test } from '@jest/globals'
import { errorCatalogue } from '../errors.ts'
import { testApp } from './testing/test-app.ts'

test('the page is served from here alone and has nothing inline', async () => {
  const { agent } = testApp({})
  const { text, headers } = await agent.get('/docs')
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  expect(headers['content-security-policy']).toMatch(
    /script-src 'self'; style-src 'self'; .*frame-ancestors 'none'/,
  )
  expect(headers['content-security-policy']).not.toContain('unsafe')
  expect(text).not.toMatch(/https?:|<style|style=|<script>|\son\w+=/)
  for (const [, file] of text.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
    const { status, headers: sent } = await agent.get(file ?? '')
    expect(status).toBe(200)
    if (file?.startsWith('/docs/files/')) expect(sent['cache-control']).toBe('public, max-age=3600')
  }
})

test('the start of the page reads our document and asks no validator on the internet', async () => {
  const { text, headers } = await testApp({}).agent.get('/docs/files/start.js').buffer(true)
  expect(headers['content-type']).toBe('text/javascript; charset=utf-8')
  expect(text).toContain("url: '/openapi.json'")
  expect(text).toContain('validatorUrl: null')
})

test.each(['package.json', '..%2f..%2fpackage.json', 'swagger-ui.js'])(
  'the file %s is not part of the page',
  async (file) => {
    expect((await testApp({}).agent.get(`/docs/files/${file}`)).status).toBe(404)
  },
)

test('every code has its row on the page that problems point to', async () => {
  const { text } = await testApp({}).agent.get('/docs/problems')
  for (const code of Object.keys(errorCatalogue)) expect(text).toContain(`id="${code}"`)
})
