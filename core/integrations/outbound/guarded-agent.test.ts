import type { LookupAddress } from 'node:dns'
import { expect, test } from '@jest/globals'
import { type LookupAll, publicOnly } from './guarded-agent.ts'

const answering =
  (...addresses: LookupAddress[]): LookupAll =>
  (_hostname, _options, answer) =>
    answer(null, addresses)

/** What a socket gets when it asks for one address, or for all. */
function ask(lookup: LookupAll, options: { all: boolean }): Promise<unknown[]> {
  return new Promise((resolve) => publicOnly(lookup)('provider.test', options, (...given) => resolve(given)))
}

const V4 = { address: '93.184.216.34', family: 4 }
const V6 = { address: '2606:4700::1111', family: 6 }

test('public answers reach the socket in the form it asked for', async () => {
  expect(await ask(answering(V6, V4), { all: true })).toEqual([null, [V6, V4]])
  expect(await ask(answering(V6, V4), { all: false })).toEqual([null, V6.address, 6])
})

test('all answers are looked at, whichever one the socket would take', async () => {
  const seen: unknown[] = []
  const lookup: LookupAll = (hostname, options, answer) => {
    seen.push(hostname, options)
    answer(null, [V4, { address: '10.0.0.1', family: 4 }])
  }
  const [refusal] = await ask(lookup, { all: false })
  expect(seen).toEqual(['provider.test', { all: true }])
  expect(String(refusal)).toBe('PrivateAddressRefused: provider.test leads to the private address 10.0.0.1')
})

test('a look-up that fails or finds nothing is passed on as a failure', async () => {
  const broken: LookupAll = (_hostname, _options, answer) => answer(new Error('ENOTFOUND'), [])
  expect(String((await ask(broken, { all: true }))[0])).toBe('Error: ENOTFOUND')
  expect(String((await ask(answering(), { all: true }))[0])).toBe('Error: provider.test has no address')
})
