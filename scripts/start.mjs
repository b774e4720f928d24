// npm start: the whole hub in this process. Plain JavaScript, since the file that turns the cache on is not in it: were
// it TypeScript, each start would load what strips types for this one alone.
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { keepResolutions } from './resolutions.mjs'

const ROOT = join(import.meta.dirname, '..')
// Beside the packages, where only those can write who can change the code as well; where nothing can be written, nothing
// is kept.
const CACHE = join(ROOT, 'node_modules', '.cache', 'hub')

// Types are stripped and code is compiled once, not at each start.
enableCompileCache(CACHE)
keepResolutions(ROOT, join(CACHE, 'resolutions.json'))

const { runHub } = await import('../core/main.ts')

await runHub(process.env)
