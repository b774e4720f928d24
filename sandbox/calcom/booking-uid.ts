import { randomInt } from 'node:crypto'

const alphabet = '123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ'

/** 22 characters without look-alikes, the form of the provider's booking uids. */
export function newBookingUid(): string {
  return Array.from({ length: 22 }, () => alphabet[randomInt(alphabet.length)]).join('')
}
