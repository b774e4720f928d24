import type { SecretBox } from '../platform/crypto/secret-box.ts'
import type { SigningSecrets } from './signature.ts'

interface Ref {
  tenantId: string
  id: string
}

const placeOf = ({ tenantId, id }: Ref) => ({
  tenantId,
  table: 'webhook_endpoints',
  column: 'secrets',
  rowId: id,
})

export function sealSecrets(box: SecretBox, endpoint: Ref, secrets: SigningSecrets): string {
  return box.seal(placeOf(endpoint), JSON.stringify(secrets))
}

/** Undefined where they were sealed under a master key that is lost. */
export function openSecrets(box: SecretBox, endpoint: Ref, sealed: string): SigningSecrets | undefined {
  return box.sealed(sealed) ? JSON.parse(box.open(placeOf(endpoint), sealed)) : undefined
}
