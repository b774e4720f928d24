import { createRequire } from 'node:module'
import { lateModule } from '../../platform/late-module.ts'

const require = createRequire(import.meta.url)

/** Breakers and places in a queue, of which there are none before a connection is used. */
export const cockatiel = lateModule<typeof import('cockatiel')>(() => require('cockatiel'))
