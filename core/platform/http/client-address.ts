import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** A word for all addresses that lead to no machine outside: those of containers, of one's own network, of this machine. */
const PRIVATE = 'private'
const PRIVATE_RANGES: readonly string[] = ['private', 'uniqueLocal', 'loopback', 'linkLocal']

/** Whether something can be told of as a trusted proxy: `private`, an address, or a network such as 10.0.0.0/8. */
export const isProxyName = (name: string): boolean =>
  name === PRIVATE || ipaddr.isValid(name) || ipaddr.isValidCIDR(name)

type Sender = Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } }

/**
 * Who sent a request. `X-Forwarded-For` is believed only as far as trusted proxies have written it: each adds on the
 * right whom it heard from, so that what a sender wrote there itself stands further left than its own address.
 */
export class ClientAddresses {
  readonly #isTrusted: (address: Address) => boolean
  /** Behind a proxy, or in one conversation, it is mostly the same. */
  #last: { direct: string | undefined; forwarded: string | undefined; key: string } | undefined

  /** `trusted`: see `isProxyName`. */
  constructor(trusted: readonly string[] = []) {
    const tests = trusted.map(testOf)
    this.#isTrusted = (address) => tests.some((test) => test(address))
  }

  /** Whether a connection comes from a trusted proxy, so that its address says nothing of who sends. */
  isProxy(remoteAddress: string | undefined): boolean {
    const direct = parsed(remoteAddress)
    return direct !== undefined && this.#isTrusted(direct)
  }

  /**
   * What an unauthenticated sender is counted under: the IPv4 address, or the /64 of an IPv6 one, since a household
   * has 2^64 of those to rotate through.
   */
  keyOf({ socket, headers }: Sender): string {
    const direct = socket.remoteAddress
    const forwarded = headers['x-forwarded-for']?.toString()
    const last = this.#last
    if (last && last.direct === direct && last.forwarded === forwarded) return last.key
    const key = keyOf(this.#senderOf(direct, forwarded))
    this.#last = { direct, forwarded, key }
    return key
  }

  /** Leftwards from the proxy that called, until somebody stands there who is none. */
  #senderOf(direct: string | undefined, forwarded = ''): Address | undefined {
    let sender = parsed(direct)
    const before = forwarded.split(',')
    while (sender && this.#isTrusted(sender)) {
      const next = parsed(before.pop()?.trim())
      if (next === undefined) break
      sender = next
    }
    return sender
  }
}

/** As `ClientAddresses` does it, for a sender whom no proxy speaks for. */
export const addressKey = (remoteAddress: string | undefined): string => keyOf(parsed(remoteAddress))

function testOf(name: string): (address: Address) => boolean {
  if (name === PRIVATE) return (address) => PRIVATE_RANGES.includes(address.range())
  const [network, bits] = name.includes('/') ? ipaddr.parseCIDR(name) : wholeOf(ipaddr.process(name))
  return (address) => address.kind() === network.kind() && address.match(network, bits)
}

const wholeOf = (address: Address): [Address, number] => [address, address.kind() === 'ipv4' ? 32 : 128]

const parsed = (text: string | undefined): Address | undefined =>
  text !== undefined && ipaddr.isValid(text) ? ipaddr.process(text) : undefined

function keyOf(address: Address | undefined): string {
  if (address === undefined) return 'unknown'
  if (address.kind() === 'ipv4') return address.toString()
  return `${address.toByteArray().slice(0, 8).join('.')}/64`
}
