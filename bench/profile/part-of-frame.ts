export interface Frame {
  functionName: string
  /** Empty for V8's own and for functions made from text. */
  url: string
}

/** Packages that belong together. */
const PACKAGES: ReadonlyArray<[part: string, names: RegExp]> = [
  [
    'Koa and router',
    /^(koa|@koa\/|koa-|path-to-regexp|http-errors|http-assert|cookies|accepts|type-is|on-finished|delegates|statuses|vary|mime|media-typer|content-|depd|encodeurl|parseurl|destroy|fresh|escape-html|negotiator|keygrip)/,
  ],
  ['validation', /^(ajv|fast-uri|fast-deep-equal|json-schema|@sinclair\/typebox|secure-json-parse)/],
  ['knex', /^(knex|tarn|lodash|colorette|get-package-type|escalade|pg-connection-string)$/],
  ['pg', /^(pg|pg-|postgres-|split2)/],
  [
    'log',
    /^(pino|sonic-boom|thread-stream|atomic-sleep|fast-safe-stringify|safe-stable-stringify|on-exit-leak-free|quick-format)/,
  ],
  ['limits and metrics', /^(rate-limiter-flexible|prom-client|tdigest|bintrees)/],
  ['Temporal', /^temporal-/],
]

const NODE: ReadonlyArray<[part: string, modules: RegExp]> = [
  [
    'Node: HTTP and sockets',
    /^(_http|internal\/http|http|net|_stream|stream|internal\/streams|internal\/stream_base|events|internal\/js_stream)/,
  ],
  [
    'Node: async context and promises',
    /^(async_hooks|internal\/async|internal\/process\/(task|promises)|internal\/timers|timers)/,
  ],
  ['Node: crypto', /^(crypto|internal\/crypto)/],
]

const V8: ReadonlyMap<string, string> = new Map([
  ['(idle)', 'idle'],
  ['(garbage collector)', 'garbage collection'],
  ['(program)', 'native code and system calls'],
  ['(root)', 'native code and system calls'],
])

/** Whose time a sample of a profile is. */
export function partOf({ functionName, url }: Frame): string {
  const known = V8.get(functionName)
  if (known) return known
  if (url === '') return /^validate\d*$/.test(functionName) ? 'validation' : 'native code and system calls'
  if (url.startsWith('node:')) return nodePart(url.slice('node:'.length))
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? []
  if (name && !name.startsWith('@askpro/')) return packagePart(name)
  return ownPart(url)
}

function nodePart(module: string): string {
  return NODE.find(([, modules]) => modules.test(module))?.[0] ?? 'Node: everything else'
}

function packagePart(name: string): string {
  return PACKAGES.find(([, names]) => names.test(name))?.[0] ?? `package ${name}`
}

/** The platform by its folders, a slice as a whole, a plugin by its name. */
function ownPart(url: string): string {
  const [, platform] = /\/core\/platform\/([^/]+)\//.exec(url) ?? []
  if (platform) return `own: platform/${platform}`
  const [, slice] = /\/core\/([^/]+)\//.exec(url) ?? []
  if (slice) return `own: ${slice}`
  const [, plugin] = /\/plugins\/([^/]+)\//.exec(url) ?? []
  return plugin ? `own: plugins/${plugin}` : 'own: the rest'
}
