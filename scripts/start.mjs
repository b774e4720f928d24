// npm start: the whole hub in this process. Plain JavaScript, since the file that turns the cache on is not in it: were
// it TypeScript, each start would load what strips types for this one alone.
import { enableCompileCache, registerHooks } from 'node:module'
import { join } from 'node:path'

// Types are stripped and code is compiled once, not at each start. Beside the packages, where only those can write who
// can change the code as well; where nothing can be written, nothing is kept.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'hub'))

// A relative import that names its file whole is that file: Node would look on the disk whether it is there, whether it is
// a link, and of which package it is, 2,000 times.
const OWN = new URL('..', import.meta.url).href
const WHOLE = /^\.{1,2}\/.*\.(ts|mjs)$/
const FORMATS = { ts: 'module-typescript', mjs: 'module' }
registerHooks({
  resolve(specifier, context, next) {
    const { parentURL } = context
    const ending = parentURL?.startsWith(OWN) ? WHOLE.exec(specifier)?.[1] : undefined
    if (ending === undefined) return next(specifier, context)
    return { url: new URL(specifier, parentURL).href, format: FORMATS[ending], shortCircuit: true }
  },
})

const { runHub } = await import('../core/main.ts')

await runHub(process.env)
