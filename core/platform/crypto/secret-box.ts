import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { StartError } from '../errors.ts'

/** Where a sealed value stands. Bound in as associated data, so that a value moved elsewhere cannot be opened. */
export interface Place {
  tenantId: string
  table: string
  column: string
  rowId: string
}

const FORMAT = 'v1'
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * Seals single values with AES-256-GCM under a key derived (HKDF-SHA256) for each tenant, table and column.
 * A sealed value reads `v1.<key id>.<base64url of iv, ciphertext, tag>`; the key id names the master key, so that
 * a second one can be told from the first.
 */
export class SecretBox {
  readonly keyId: string
  readonly #master: Buffer
  readonly #derived = new Map<string, Buffer>()

  /** `masterKey`: 32 bytes, as 64 hex digits or base64. */
  constructor(masterKey: string) {
    this.#master = parseMasterKey(masterKey)
    this.keyId = createHash('sha256')
      .update('askpro master key id')
      .update(this.#master)
      .digest('hex')
      .slice(0, 8)
  }

  seal(place: Place, plain: string): string {
    const iv = randomBytes(IV_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.#keyFor(place), iv)
    cipher.setAAD(associated(place))
    const sealed = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return `${FORMAT}.${this.keyId}.${sealed.toString('base64url')}`
  }

  /** Throws when the value was sealed under another master key, in another place, or was altered. */
  open(place: Place, sealed: string): string {
    const [format, keyId, body] = sealed.split('.')
    if (format !== FORMAT || !body)
      throw new Error(`${place.table}.${place.column} does not hold a sealed value`)
    if (keyId !== this.keyId) {
      throw new Error(`${place.table}.${place.column} was sealed with master key ${keyId}, not ${this.keyId}`)
    }
    const bytes = Buffer.from(body, 'base64url')
    const end = bytes.length - TAG_BYTES
    const decipher = createDecipheriv('aes-256-gcm', this.#keyFor(place), bytes.subarray(0, IV_BYTES))
    decipher.setAAD(associated(place))
    decipher.setAuthTag(bytes.subarray(end))
    return decipher.update(bytes.subarray(IV_BYTES, end), undefined, 'utf8') + decipher.final('utf8')
  }

  /** Whether it was sealed under this master key. */
  sealed(value: string): boolean {
    return value.split('.')[1] === this.keyId
  }

  /** 32 bytes for another purpose, the same in every process that has the master key. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#master, '', `v1\nhub\n${purpose}`, 32))
  }

  #keyFor({ tenantId, table, column }: Place): Buffer {
    const info = ['v1', tenantId, table, column].join('\n')
    const known = this.#derived.get(info)
    if (known) return known
    const key = Buffer.from(hkdfSync('sha256', this.#master, '', info, 32))
    this.#derived.set(info, key)
    return key
  }
}

const associated = (place: Place): Buffer =>
  Buffer.from([place.tenantId, place.table, place.column, place.rowId].join('\n'))

function parseMasterKey(text: string): Buffer {
  const trimmed = text.trim()
  const bytes = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64')
  if (bytes.length === 32) return bytes
  throw new StartError(
    'ASKPRO_MASTER_KEY must be 32 bytes as 64 hex digits or base64: openssl rand -hex 32 makes one.',
  )
}
