import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { Type } from '@sinclair/typebox'
import { HubError } from '../errors.ts'
import { defineRoute, type Route, type RouteReply } from './route.ts'

/** Stands in the built page wherever a style or script says that it is the page's own. */
const NONCE = /__CSP_NONCE__/g

/**
 * Scripts from here alone, no eval, nothing inline but the styles that the page marks with this reply's nonce. What a
 * provider or caller wrote is text, and were it not, it would have nowhere to run.
 */
const policyWith = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** In the order of preference. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

/**
 * The admin: one page for every address under /admin/, and the files that Vite built with their hash in their names.
 * It speaks the API like any other client, so these rows give files and nothing else. `folder` is Vite's `dist`.
 */
export function adminRoutes(folder: string): Route[] {
  const files = new BuiltFiles(folder)
  const page = { method: 'GET', tag: 'admin', permission: 'public', rate: 'read', listed: false } as const
  const replies = { 200: { description: 'A page.' } }
  const summary = 'The admin, in the browser'
  return [
    // First: of two rows with as many parameters the router takes the first.
    defineRoute({
      ...page,
      path: '/admin/assets/:file',
      summary: 'Scripts and styles of the admin',
      params: Type.Object({ file: Type.String() }),
      replies: { 200: { description: 'The file.' } },
      handler: ({ params, headers }) => files.asset(params.file, String(headers['accept-encoding'] ?? '')),
    }),
    defineRoute({ ...page, path: '/admin', summary, replies, handler: () => files.page() }),
    defineRoute({ ...page, path: '/admin/*page', summary, replies, handler: () => files.page() }),
  ]
}

/** Read when first asked for; a build that comes later needs a new start. */
class BuiltFiles {
  readonly #folder: string
  #page: Promise<string> | undefined
  #names: Promise<ReadonlySet<string>> | undefined

  constructor(folder: string) {
    this.#folder = folder
  }

  async page(): Promise<RouteReply> {
    this.#page ??= readFile(join(this.#folder, 'index.html'), 'utf8')
    const html = await this.#page.catch(() => {
      this.#page = undefined
      throw new HubError('not_found', { detail: 'The admin is not built here: run `npm run build:admin`.' })
    })
    const nonce = randomBytes(16).toString('base64')
    return {
      status: 200,
      type: 'text/html; charset=utf-8',
      body: html.replace(NONCE, nonce),
      headers: { 'Content-Security-Policy': policyWith(nonce) },
    }
  }

  /** Only names that are in the folder are read, whatever the address says. */
  async asset(name: string, accepted: string): Promise<RouteReply> {
    this.#names ??= readdir(join(this.#folder, 'assets')).then((names) => new Set(names))
    const names = await this.#names.catch(() => new Set<string>())
    const type = TYPES[extname(name)]
    if (!names.has(name) || type === undefined) {
      throw new HubError('not_found', { detail: 'A newer admin may have been built: load the page again.' })
    }
    const [encoding, suffix] = ENCODINGS.find(
      ([code, end]) => accepted.includes(code) && names.has(`${name}${end}`),
    ) ?? [undefined, '']
    return {
      status: 200,
      type,
      body: await readFile(join(this.#folder, 'assets', `${name}${suffix}`)),
      headers: {
        'Cache-Control': 'public, max-age=31536000, immutable',
        Vary: 'Accept-Encoding',
        ...(encoding ? { 'Content-Encoding': encoding } : {}),
      },
    }
  }
}
