import ipaddr from 'ipaddr.js'

/**
 * True for what a provider's host must never be: loopback, private, link-local, metadata, multicast and other
 * special ranges, in both families, IPv4 written inside IPv6 included. Text that is no address counts as private.
 */
export function isPrivateAddress(address: string): boolean {
  const bare = withoutBrackets(address).split('%')[0] ?? ''
  if (!ipaddr.isValid(bare)) return true
  const parsed = ipaddr.process(bare)
  return parsed.range() !== 'unicast' || (parsed.kind() === 'ipv6' && !isGlobal(parsed.toByteArray()))
}

/** True when a URL's host is written as an address (also in the octal, hex and integer forms that URL normalises). */
export function isAddressLiteral(hostname: string): boolean {
  return ipaddr.isValid(withoutBrackets(hostname))
}

/** 2000::/3, all that has been given out so far: no list names every odd corner of the rest (IPv4-compatible ::/96). */
const isGlobal = ([first = 0]: number[]): boolean => first >> 5 === 0b001

const withoutBrackets = (host: string): string => host.replace(/^\[|\]$/g, '')
