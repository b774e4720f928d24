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

export interface Admission {
  /** Whether the look-up must be watched. */
  guarded: boolean
  /** The setting that leads there, or `hosts`: what is to blame if it turns out wrong. */
  field: string
}

/** `host:port` with the scheme's port filled in. */
export function hostKey(url: URL): string {
  const port = url.port || (url.protocol === 'http:' ? '80' : '443')
  return `${url.hostname}:${port}`
}

/** Decides before a socket is opened. Throws Misconfigured when the address may not be called. */
export function admit(url: URL, hosts: AllowedHosts): Admission {
  const key = hostKey(url)
  const field = hosts.configured.get(key) ?? 'hosts'
  const complaint = complaintAbout(url)
  if (complaint) throw new Misconfigured(field, complaint)
  if (!isDeclared(url, hosts)) {
    throw new Misconfigured('hosts', `The plugin calls ${key}, which its plugin.json does not declare.`)
  }
  if (hosts.opened.has(key)) return { guarded: false, field }
  if (isAddressLiteral(url.hostname) && isPrivateAddress(url.hostname)) {
    throw new Misconfigured(
      field,
      `${key} is a private address. If it is meant, the operator opens it: ASKPRO_OUTBOUND_ALLOW=${key}.`,
    )
  }
  return { guarded: true, field }
}

/** What no address of a provider may have, whatever it leads to. */
export function complaintAbout(url: URL): string | undefined {
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return 'Only https and http addresses are called.'
  if (url.username || url.password) return 'An address must not hold a user name or password.'
  return undefined
}

function isDeclared(url: URL, { declared, configured }: AllowedHosts): boolean {
  if (configured.has(hostKey(url))) return true
  return url.protocol === 'https:' && declared.some((host) => hostKey(url) === `${host}:443`)
}
