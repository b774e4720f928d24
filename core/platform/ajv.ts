import { createRequire } from 'node:module'
import { lateModule } from './late-module.ts'

const require = createRequire(import.meta.url)

/** What compiles schemas into checks. It takes 80 files, and nothing is checked before the first request has a body. */
export const ajvOf2020 = lateModule<typeof import('ajv/dist/2020.js')>(() => require('ajv/dist/2020.js'))
