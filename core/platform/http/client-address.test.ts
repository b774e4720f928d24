import { expect, test } from '@jest/globals'
import { addressKey } from './client-address.ts'

test('addresses of one IPv6 household are one sender, others are not', () => {
  expect(addressKey('2001:db8:1:2::1')).toBe(addressKey('2001:db8:1:2:ffff::9'))
  expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'))
})

test('an IPv4 address is one sender, also where the socket shows it as IPv6', () => {
  expect(addressKey('::ffff:192.0.2.7')).toBe(addressKey('192.0.2.7'))
  expect(addressKey('192.0.2.7')).not.toBe(addressKey('192.0.2.8'))
})

test('a socket that is gone has no address', () => {
  expect(addressKey(undefined)).toBe('unknown')
})
