import { readFileSync } from 'node:fs'

const PACKAGE = new URL('../../package.json', import.meta.url)

/** From package.json: the hub's own version. */
export const hubVersion: string = (JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string }).version
