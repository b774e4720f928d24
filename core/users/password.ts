import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/** Argon2id (RFC 9106), memory in KiB: above OWASP's minimum of 19 MiB and two passes. Hashes name their own. */
const PARAMETERS = { memory: 32_768, passes: 2, parallelism: 1 }
const SALT_BYTES = 16
const HASH_BYTES = 32
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

const derive = promisify(argon2)

type Parameters = typeof PARAMETERS

/** Hashes passwords in Node's thread pool, off the event loop. */
export class PasswordHasher {
  readonly #parameters: Parameters

  constructor(parameters: Partial<Parameters> = {}) {
    this.#parameters = { ...PARAMETERS, ...parameters }
  }

  /** In the PHC string format. */
  async hash(password: string): Promise<string> {
    const { memory, passes, parallelism } = this.#parameters
    const salt = randomBytes(SALT_BYTES)
    const hash = await work(password, { salt, bytes: HASH_BYTES, parameters: this.#parameters })
    return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(hash)}`
  }

  /** Takes as long for nobody's password (`undefined`) as for somebody's, and is then false. */
  async verify(password: string, stored: string | undefined): Promise<boolean> {
    const [, memory, passes, parallelism, salt = '', hash = ''] = PHC.exec(stored ?? '') ?? []
    if (hash === '') {
      await this.hash(password)
      return false
    }
    const expected = Buffer.from(hash, 'base64')
    const given = await work(password, {
      salt: Buffer.from(salt, 'base64'),
      bytes: expected.length,
      parameters: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    })
    return timingSafeEqual(given, expected)
  }
}

function work(
  password: string,
  { salt, bytes, parameters }: { salt: Buffer; bytes: number; parameters: Parameters },
): Promise<Buffer> {
  const message = password.normalize('NFKC')
  return derive('argon2id', { message, nonce: salt, tagLength: bytes, ...parameters })
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')
