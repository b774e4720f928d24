import { createHash } from 'node:crypto'

/**
 * Names an installation: the same in all its processes and after each restart, another for every other database. Made
 * from the sealed canary, which is random and can be shown: whoever can read the database can tell which hub answers.
 */
export function instanceId(sealedCanary: string): string {
  return createHash('sha256').update('askpro instance id').update(sealedCanary).digest('hex').slice(0, 16)
}
