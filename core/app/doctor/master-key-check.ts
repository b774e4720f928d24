import { opensCanary, readCanary } from '../../platform/crypto/canary.ts'
import { SecretBox } from '../../platform/crypto/secret-box.ts'
import { findMasterKey } from '../master-key.ts'
import type { Check } from './check.ts'
import { fail, ok, warn } from './verdict.ts'

const USE_THE_OLD =
  'Use the key the database was set up with. If it is lost: docs/operating.md, "What the loss of the master key means".'

export const masterKeyCheck: Check = {
  name: 'master key',
  async run(ground) {
    const key = findMasterKey(ground.config)
    const box = key === undefined ? undefined : new SecretBox(key)
    const sealed = await readCanary(await ground.database()).catch(() => undefined)
    if (sealed === undefined) return warn('nothing is sealed yet to try it on', 'Start the hub once.')
    if (!box) return fail('there is none, neither ASKPRO_MASTER_KEY nor a key file', USE_THE_OLD)
    if (opensCanary(box, sealed)) return ok(`opens what this database holds (key ${box.keyId})`)
    return fail(
      `is another than the database's (${sealed.split('.')[1]}, this one is ${box.keyId})`,
      USE_THE_OLD,
    )
  },
}
