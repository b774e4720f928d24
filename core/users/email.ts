import { hash } from 'node:crypto'
import { HubError } from '../platform/errors.ts'

const SHAPE = /^[^\s@<>()",;:\\]+@[^\s@<>()",;:\\]+\.[^\s@<>()",;:\\]+$/

/** As it was typed, without spaces around it. Throws `invalid` for what is no address. */
export function requireEmail(text: string): string {
  const email = text.trim().normalize('NFC')
  if (email.length <= 254 && SHAPE.test(email)) return email
  const errors = [{ path: '/email', message: 'must be a mail address' }]
  throw new HubError('invalid', { detail: 'That is no e-mail address.', extra: { errors } })
}

/**
 * Under this an address is found, in whatever case it is typed. It keeps addresses from being read in passing; whoever
 * has the table and guesses an address can prove it.
 */
export const emailHash = (email: string): Buffer =>
  hash('sha256', `user ${email.trim().normalize('NFC').toLowerCase()}`, 'buffer')
