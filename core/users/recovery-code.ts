import { hash, randomInt } from 'node:crypto'

/** Without letters and digits that are taken for each other. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const COUNT = 10
const GROUPS = 4
const GROUP = 4

/** Ten of 79 random bits each, for whoever has lost the authenticator app. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: COUNT }, () => Array.from({ length: GROUPS }, () => letters(GROUP)).join('-'))

/** However it is typed. */
export const recoveryHash = (code: string): Buffer =>
  hash('sha256', `recovery ${code.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}`, 'buffer')

const letters = (count: number): string =>
  Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join('')
