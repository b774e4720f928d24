import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import type { BookingSetting } from './booking-setting.ts'
import { findResource } from './resource-repository.ts'

/** Tells an unknown resource (`not_found`) from one that is merely never free for this. */
export async function requireResource(
  tx: Tx,
  tenantId: string,
  { resourceId, setting }: { resourceId: string | undefined; setting: BookingSetting },
): Promise<void> {
  if (resourceId === undefined || setting.resources.some(({ id }) => id === resourceId)) return
  if (!(await findResource(tx, tenantId, resourceId))) throw new HubError('not_found')
}
