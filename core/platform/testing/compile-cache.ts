import { join } from 'node:path'

/** `NODE_COMPILE_CACHE` of the programs that tests start, some hundred: types are stripped once for all of them. */
export const COMPILE_CACHE = join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'programs')
