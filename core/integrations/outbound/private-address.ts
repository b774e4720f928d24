import ipaddr from 'ipaddr.js'

/**
 * True for what a provider's host must never be: loopback, private, link-local, metadata, multicast and other
 * special ranges, in both families, IPv4 written inside IPv6 included. Text that is no address counts as private.
 */
export function isPrivateAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').split('%')[0] ?? ''
  if (!ipaddr.isValid(bare)) return true
  return ipaddr.process(bare).range() !== 'unicast'
}

/** True when a URL's host is written as an address (also in the octal, hex and integer forms that URL normalises). */
export function isAddressLiteral(hostname: string): boolean {
  return ipaddr.isValid(hostname.replace(/^\[|\]$/g, ''))
}
