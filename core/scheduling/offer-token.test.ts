import { afterEach, expect, jest, test } from '@jest/globals'
import { OfferTokens } from './offer-token.ts'

const offer = {
  tenantId: 'tenant',
  serviceId: 'cut',
  locationId: 'mitte',
  start: 1_803_978_000_000,
  resourceIds: ['anna', 'room'],
}
const tokens = new OfferTokens({ signingKey: Buffer.alloc(32, 1) })

afterEach(() => {
  jest.useRealTimers()
})

test('an offer is read back as it was made, by every process with the same key', () => {
  const twin = new OfferTokens({ signingKey: Buffer.alloc(32, 1) })
  expect(twin.open('tenant', tokens.sign(offer))).toEqual(offer)
  const longer = { ...offer, durationMinutes: 60 }
  expect(twin.open('tenant', tokens.sign(longer))).toEqual(longer)
})

test('a token that was altered, made up, signed with another key or made for another tenant opens nothing', () => {
  const token = tokens.sign(offer)
  const [body = '', mac = ''] = token.split('.')
  const other = Buffer.from(Buffer.from(body, 'base64url').toString().replace('anna', 'bob!')).toString(
    'base64url',
  )
  const foreign = new OfferTokens({ signingKey: Buffer.alloc(32, 2) }).sign(offer)
  for (const forged of [`${other}.${mac}`, `${body}.`, body, '', '.', 'a.b', `${body}.${mac}x`, foreign]) {
    expect(() => tokens.open('tenant', forged)).toThrow(expect.objectContaining({ code: 'invalid' }))
  }
  expect(() => tokens.open('neighbour', token)).toThrow(expect.objectContaining({ code: 'invalid' }))
})

test('an offer stands for an hour', () => {
  jest.useFakeTimers({ now: 0 })
  const token = tokens.sign(offer)
  jest.setSystemTime(60 * 60_000)
  expect(tokens.open('tenant', token)).toEqual(offer)
  jest.setSystemTime(60 * 60_000 + 1)
  expect(() => tokens.open('tenant', token)).toThrow(expect.objectContaining({ code: 'invalid' }))
})

test('the same offer has the same token for a while, and each stands for an hour at least', () => {
  jest.useFakeTimers({ now: 1_000 })
  const token = tokens.sign(offer)
  jest.setSystemTime(15 * 60_000)
  expect(tokens.sign(offer)).toBe(token)
  jest.setSystemTime(15 * 60_000 + 1)
  expect(tokens.sign(offer)).not.toBe(token)
  jest.setSystemTime(60 * 60_000 + 1_000)
  expect(tokens.open('tenant', token)).toEqual(offer)
})

test('a short key is refused at once', () => {
  expect(() => new OfferTokens({ signingKey: Buffer.alloc(16) })).toThrow(RangeError)
})
