import { v7 } from 'uuid'

/** Brands a string id, so that one noun's id cannot be passed for another's. */
export type Id<Noun extends string> = string & { readonly __noun?: Noun }

export type TenantId = Id<'tenant'>

/** A fresh UUIDv7: sorts by creation time (RFC 9562, section 5.7). */
export const newId = (): string => v7()
