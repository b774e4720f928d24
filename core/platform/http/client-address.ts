import ipaddr from 'ipaddr.js'

/**
 * What an unauthenticated sender is counted under: the IPv4 address, or the /64 of an IPv6 one, since a household
 * has 2^64 of those to rotate through.
 */
export function addressKey(remoteAddress: string | undefined): string {
  if (remoteAddress === last.address) return last.key
  last = { address: remoteAddress, key: keyOf(remoteAddress) }
  return last.key
}

/** Behind a proxy it is always the same. */
let last: { address: string | undefined; key: string } = { address: undefined, key: 'unknown' }

function keyOf(remoteAddress: string | undefined): string {
  if (remoteAddress === undefined || !ipaddr.isValid(remoteAddress)) return 'unknown'
  const address = ipaddr.process(remoteAddress)
  if (address.kind() === 'ipv4') return address.toString()
  return `${address.toByteArray().slice(0, 8).join('.')}/64`
}
