import ipaddr from 'ipaddr.js'

/**
 * What an unauthenticated sender is counted under: the IPv4 address, or the /64 of an IPv6 one, since a household
 * has 2^64 of those to rotate through.
 */
export function addressKey(remoteAddress: string | undefined): string {
  if (remoteAddress === undefined || !ipaddr.isValid(remoteAddress)) return 'unknown'
  const address = ipaddr.process(remoteAddress)
  if (address.kind() === 'ipv4') return address.toString()
  return `${address.toByteArray().slice(0, 8).join('.')}/64`
}
