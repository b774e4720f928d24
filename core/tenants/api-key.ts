import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'

/**
 * An API key reads `ask_<id>_<secret>_<checksum>`: 16, 48 and 8 hex digits. The prefix makes a leaked key findable
 * by scanners, the checksum tells a mistyped key from a revoked one without the database, the id is looked up, and
 * of the secret only the SHA-256 is stored (192 random bits need no slow hash).
 */
const SHAPE = /^ask_([0-9a-f]{16})_([0-9a-f]{48})_([0-9a-f]{8})$/

export interface NewApiKey {
  id: string
  /** Shown once, when it is made. */
  key: string
  secretHash: Buffer
}

export function makeApiKey(): NewApiKey {
  const id = randomBytes(8).toString('hex')
  const secret = randomBytes(24).toString('hex')
  const body = `ask_${id}_${secret}`
  return { id, key: `${body}_${checksum(body)}`, secretHash: hashOf(secret) }
}

/** Undefined for what cannot be a key at all. */
export function parseApiKey(text: string): { id: string; secret: string } | undefined {
  const [, id, secret, sum] = SHAPE.exec(text) ?? []
  if (!id || !secret || sum !== checksum(`ask_${id}_${secret}`)) return undefined
  return { id, secret }
}

export function secretMatches(secret: string, storedHash: Buffer): boolean {
  const given = hashOf(secret)
  return given.length === storedHash.length && timingSafeEqual(given, storedHash)
}

/** By way of text: a Buffer that OpenSSL fills costs three times as much as one from Node's pool. */
const hashOf = (secret: string): Buffer => Buffer.from(hash('sha256', secret, 'hex'), 'hex')
const checksum = (body: string): string => crc32(body).toString(16).padStart(8, '0')
