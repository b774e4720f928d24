import { type LookupAddress, type LookupAllOptions, lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import type { Agent } from 'undici'
import { isPrivateAddress } from './private-address.ts'
import { undici } from './undici.ts'

/** Milliseconds: to connect, and to wait for the first and between later bytes. */
const TIMES = { connect: 3_000, headers: 10_000, body: 10_000 }

/** Asks for all addresses of a name, as `dns.lookup` does. */
export type LookupAll = (
  hostname: string,
  options: LookupAllOptions,
  answer: (error: Error | null, addresses: LookupAddress[]) => void,
) => void

export class PrivateAddressRefused extends Error {
  override readonly name = 'PrivateAddressRefused'
}

/**
 * Connects only to public addresses. The check sits in the look-up that the socket itself uses, so that a name
 * cannot answer one address for the check and another for the connection.
 */
export function guardedAgent(lookup: LookupAll = systemLookup): Agent {
  return agentWith({ lookup: publicOnly(lookup) })
}

/** For hosts that the operator opened by `ASKPRO_OUTBOUND_ALLOW`. */
export function openAgent(): Agent {
  return agentWith({})
}

/** One private address among public ones is enough to refuse: which of them a socket takes is chance. */
export function publicOnly(lookup: LookupAll): LookupFunction {
  return (hostname, options, answer) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const refusal = error ?? refusalOf(hostname, addresses)
      if (refusal) return answer(refusal, '')
      const [first] = addresses
      if (options.all || !first) return answer(null, addresses)
      answer(null, first.address, first.family)
    })
  }
}

function refusalOf(hostname: string, addresses: readonly LookupAddress[]): Error | undefined {
  if (addresses.length === 0) return new Error(`${hostname} has no address`)
  const bad = addresses.find(({ address }) => isPrivateAddress(address))
  return bad && new PrivateAddressRefused(`${hostname} leads to the private address ${bad.address}`)
}

function agentWith(connect: { lookup?: LookupFunction }): Agent {
  return new (undici().Agent)({
    connect: { ...connect, timeout: TIMES.connect },
    headersTimeout: TIMES.headers,
    bodyTimeout: TIMES.body,
  })
}
