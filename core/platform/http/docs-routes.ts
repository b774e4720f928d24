import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { Type } from '@sinclair/typebox'
import { errorCatalogue } from '../errors.ts'
import { PROBLEMS_PATH } from './problem.ts'
import { defineRoute, type Route, type RouteReply } from './route.ts'

/** Everything from here and nothing inline, so that a script in somebody's text has nowhere to run. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>AskPro Hub API</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="/docs/files/swagger-ui.css">
    <link rel="icon" href="data:,">
  </head>
  <body>
    <main id="docs"></main>
    <noscript>This page needs JavaScript. The document itself: <a href="/openapi.json">/openapi.json</a></noscript>
    <script src="/docs/files/swagger-ui-bundle.js"></script>
    <script src="/docs/files/start.js"></script>
  </body>
</html>
`

/** `validatorUrl: null`: the page would otherwise send the document's address to a server on the internet. */
const START = `SwaggerUIBundle({
  url: '/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null, persistAuthorization: false,
})
`

const FILE_TYPES = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
}

const packageFile = createRequire(import.meta.url)

/** The documentation page, served from the installed package: works without the internet. */
export function docsRoutes(): Route[] {
  const page = { method: 'GET', tag: 'docs', permission: 'public', rate: 'read', listed: false } as const
  const file = Type.Union([
    Type.Literal('start.js'),
    Type.Literal('swagger-ui.css'),
    Type.Literal('swagger-ui-bundle.js'),
  ])
  return [
    defineRoute({
      ...page,
      path: '/docs',
      summary: 'The API, to read and try',
      replies: { 200: { description: 'A page.' } },
      handler: async () => html(PAGE),
    }),
    defineRoute({
      ...page,
      path: PROBLEMS_PATH,
      summary: 'Every error code and what it means',
      replies: { 200: { description: 'A page.' } },
      handler: async () => html(problemsPage()),
    }),
    defineRoute({
      ...page,
      path: '/docs/files/:file',
      summary: 'Scripts and styles of the page',
      params: Type.Object({ file }),
      replies: { 200: { description: 'The file.' } },
      handler: ({ params }) => fileReply(params.file),
    }),
  ]
}

function html(body: string): RouteReply {
  return {
    status: 200,
    type: 'text/html; charset=utf-8',
    body,
    headers: { 'Content-Security-Policy': POLICY },
  }
}

async function fileReply(file: keyof typeof FILE_TYPES | 'start.js'): Promise<RouteReply> {
  const headers = { 'Cache-Control': 'public, max-age=3600' }
  if (file === 'start.js')
    return { status: 200, type: 'text/javascript; charset=utf-8', body: START, headers }
  const body = await readFile(packageFile.resolve(`swagger-ui-dist/${file}`))
  return { status: 200, type: FILE_TYPES[file], body, headers }
}

function problemsPage(): string {
  const rows = Object.entries(errorCatalogue).map(
    ([code, { status, title }]) => `<dt id="${code}"><code>${code}</code> (${status})</dt><dd>${title}</dd>`,
  )
  return `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>AskPro Hub: errors</title><link rel="icon" href="data:,"></head>
  <body>
    <h1>Errors</h1>
    <p>Every error is a problem document (RFC 9457); <code>code</code> never changes its meaning.</p>
    <dl>${rows.join('\n')}</dl>
  </body>
</html>
`
}
