import { createRequire } from 'node:module'
import { lateModule } from './late-module.ts'

const require = createRequire(import.meta.url)

/** With the numbering plans of all countries, which are what takes long to load. */
export const phoneLibrary = lateModule<typeof import('libphonenumber-js/max')>(() =>
  require('libphonenumber-js/max'),
)
