import { hash, randomBytes } from 'node:crypto'

/** 256 random bits; of them only the SHA-256 is stored. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** Where the token of a link sets a new password. Behind the #, as no server writes that down. */
export const newPasswordUrl = (hubUrl: string, token: string): string =>
  `${hubUrl}/admin/new-password#token=${token}`

export const tokenHash = (token: string): Buffer => hash('sha256', token, 'buffer')
