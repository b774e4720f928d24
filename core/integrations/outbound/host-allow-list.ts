import { Misconfigured } from '@askpro/plugin-sdk'
import { isAddressLiteral, isPrivateAddress } from './private-address.ts'

export interface AllowedHosts {
  /** From the manifest: host names, reached by https on the usual port. */
  declared: readonly string[]
  /** From settings marked `x-host`: `host:port` of the address the admin typed in, with the setting's name. */
  configured: ReadonlyMap<string, string>
  /** `host:port` that the operator opened although it is private. */
  opened: ReadonlySet<string>
}

/** `host:port` with the scheme's port filled in. */
export function hostKey(url: URL): string {
  const port = url.port || (url.protocol === 'http:' ? '80' : '443')
  return `${url.hostname}:${port}`
}

/** Decides before a socket is opened. Gives whether the guard must watch the look-up; throws when it may not go out. */
export function admit(url: URL, hosts: AllowedHosts): { guarded: boolean } {
  const key = hostKey(url)
  if (url.username || url.password)
    throw new Misconfigured('base_url', 'An address must not hold a user name or password.')
  const field = hosts.configured.get(key)
  const declared = hosts.declared.some((host) => key === `${host}:443` && url.protocol === 'https:')
  if (!declared && field === undefined) {
    throw new Misconfigured(
      'hosts',
      `The plugin calls ${url.hostname}, which its plugin.json does not declare.`,
    )
  }
  if (hosts.opened.has(key)) return { guarded: false }
  if (isAddressLiteral(url.hostname) && isPrivateAddress(url.hostname)) {
    throw new Misconfigured(
      field ?? 'hosts',
      `${key} is a private address. If it is meant, the operator opens it: ASKPRO_OUTBOUND_ALLOW=${key}.`,
    )
  }
  return { guarded: true }
}
