import { createRequire } from 'node:module'
import { lateModule } from '../../platform/late-module.ts'

const require = createRequire(import.meta.url)

/** The client that everything outbound goes through: nothing does before a plugin is asked. */
export const undici = lateModule<typeof import('undici')>(() => require('undici'))
