import { readFileSync } from 'node:fs'

const PACKAGE = new URL('../../package.json', import.meta.url)
const SDK_PACKAGE = new URL('../sdk/package.json', import.meta.url)

const versionIn = (file: URL): string =>
  (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version

/** From package.json: the hub's own version. */
export const hubVersion: string = versionIn(PACKAGE)
/** Of @askpro/plugin-sdk. */
export const sdkVersion: string = versionIn(SDK_PACKAGE)
