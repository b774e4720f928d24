import { expect, test } from '@jest/globals'
import { isAddressLiteral, isPrivateAddress } from './private-address.ts'

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.2.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::a00:1',
  '100::1',
  '2001:db8::1',
  '2001::1',
  '2002:7f00:1::',
  '3fff::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '[::1]',
  'no address',
  '',
])('%s is none a provider may have', (address) => {
  expect(isPrivateAddress(address)).toBe(true)
})

test.each([
  '8.8.8.8',
  '11.0.0.1',
  '100.63.255.255',
  '126.255.255.255',
  '128.0.0.1',
  '169.253.0.1',
  '172.15.0.1',
  '172.32.0.1',
  '192.167.0.1',
  '223.255.255.255',
  '2606:4700::6810:85e5',
  '::ffff:8.8.8.8',
  '[2a00:1450:4001::200e]',
])('%s is public', (address) => {
  expect(isPrivateAddress(address)).toBe(false)
})

test('a name is no address literal, with or without brackets an address is one', () => {
  expect(['example.com', 'localhost', '127.0.0.1', '[::1]'].map(isAddressLiteral)).toEqual([
    false,
    false,
    true,
    true,
  ])
})
