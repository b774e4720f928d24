import { lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent } from 'undici'
import { isPrivateAddress } from './private-address.ts'

/** Milliseconds: to connect, and to wait for the first and between later bytes. */
const TIMES = { connect: 3_000, headers: 10_000, body: 10_000 }

export class PrivateAddressRefused extends Error {
  override readonly name = 'PrivateAddressRefused'
}

/**
 * Connects only to public addresses. The check sits in the look-up that the socket itself uses, so that a name
 * cannot answer one address for the check and another for the connection.
 */
export function guardedAgent(): Agent {
  return new Agent({
    connect: { timeout: TIMES.connect, lookup: publicOnly },
    headersTimeout: TIMES.headers,
    bodyTimeout: TIMES.body,
  })
}

/** For hosts that the operator opened by `ASKPRO_OUTBOUND_ALLOW`. */
export function openAgent(): Agent {
  return new Agent({
    connect: { timeout: TIMES.connect },
    headersTimeout: TIMES.headers,
    bodyTimeout: TIMES.body,
  })
}

const publicOnly: LookupFunction = (hostname, options, answer) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return answer(error, '')
    const bad = addresses.find(({ address }) => isPrivateAddress(address))
    if (bad)
      return answer(new PrivateAddressRefused(`${hostname} leads to the private address ${bad.address}`), '')
    if (options.all) return answer(null, addresses)
    const [first] = addresses
    return first
      ? answer(null, first.address, first.family)
      : answer(new Error(`${hostname} has no address`), '')
  })
}
