import { randomBytes } from 'node:crypto'

/** An id as the provider makes them: a prefix and 26 hex digits. */
export function newId(prefix: 'agent' | 'llm' | 'call'): string {
  return `${prefix}_${randomBytes(13).toString('hex')}`
}
