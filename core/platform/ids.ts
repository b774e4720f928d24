import { v7 } from 'uuid'

/** Brands a string id, so that one noun's id cannot be passed for another's. */
export type Id<Noun extends string> = string & { readonly __noun?: Noun }

export type TenantId = Id<'tenant'>

/** A fresh UUIDv7: sorts by creation time (RFC 9562, section 5.7). */
export const newId = (): string => v7()

/** The smallest UUIDv7 of a millisecond: ids below it were made before. */
export function firstIdAt(ms: number): string {
  const time = Math.floor(ms).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}
