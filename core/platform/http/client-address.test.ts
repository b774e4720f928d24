import { describe, expect, test } from '@jest/globals'
import { addressKey, ClientAddresses, isProxyName } from './client-address.ts'

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

describe('behind proxies', () => {
  const sender = (trusted: string[], direct: string | undefined, forwarded?: string) =>
    new ClientAddresses(trusted).keyOf({
      socket: { remoteAddress: direct },
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    })

  test.each<[string, string[], string, string | undefined, string]>([
    ['nobody is trusted', [], '10.0.0.2', '203.0.113.9', '10.0.0.2'],
    ['a stranger speaks for others', ['10.0.0.2'], '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['the proxy tells whom it heard', ['10.0.0.2'], '10.0.0.2', '203.0.113.9', '203.0.113.9'],
    ['the proxy tells nothing', ['10.0.0.2'], '10.0.0.2', undefined, '10.0.0.2'],
    ['a sender forges an address', ['10.0.0.2'], '10.0.0.2', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
    ['a sender forges a proxy', ['10.0.0.2'], '10.0.0.2', '1.1.1.1, 10.0.0.2, 203.0.113.9', '203.0.113.9'],
    ['two proxies in a row', ['10.0.0.0/8'], '10.0.0.2', '1.1.1.1,203.0.113.9 , 10.9.9.9', '203.0.113.9'],
    ['a sender writes rubbish', ['10.0.0.2'], '10.0.0.2', '203.0.113.9, <script>', '10.0.0.2'],
    ['only proxies are named', ['10.0.0.0/8'], '10.0.0.2', '10.0.0.7', '10.0.0.7'],
    ['a network of its own', ['private'], '::ffff:172.18.0.4', '203.0.113.9', '203.0.113.9'],
    ['this machine', ['private'], '::1', '203.0.113.9', '203.0.113.9'],
    ['the outside is not private', ['private'], '198.51.100.7', '203.0.113.9', '198.51.100.7'],
    ['an address of the other kind', ['fd00::/8'], '10.0.0.2', '203.0.113.9', '10.0.0.2'],
  ])('%s', (_, trusted, direct, forwarded, expected) => {
    expect(sender(trusted, direct, forwarded)).toBe(expected)
  })

  test('one after the other each is told from the one before', () => {
    const addresses = new ClientAddresses(['10.0.0.2'])
    const key = (forwarded: string) =>
      addresses.keyOf({ socket: { remoteAddress: '10.0.0.2' }, headers: { 'x-forwarded-for': forwarded } })
    expect(['203.0.113.9', '203.0.113.8', '203.0.113.9'].map(key)).toEqual([
      '203.0.113.9',
      '203.0.113.8',
      '203.0.113.9',
    ])
  })

  test.each(['private', '10.0.0.2', '10.0.0.0/8', 'fd00::/8', '::1'])('%s can be trusted', (name) => {
    expect(isProxyName(name)).toBe(true)
  })

  test.each(['caddy', '10.0.0.0/99', '*', ''])('%j cannot', (name) => {
    expect(isProxyName(name)).toBe(false)
  })
})
