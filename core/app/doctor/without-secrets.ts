import type { Finding } from './verdict.ts'

/** Shorter ones would blank out ordinary words, and guard nothing. */
const SHORTEST = 4

/** The last guard: whatever a library put into its message, no secret of the configuration is shown. */
export function withoutSecrets(finding: Finding, secrets: readonly string[]): Finding {
  const hide = (text: string) =>
    secrets
      .filter((secret) => secret.length >= SHORTEST)
      .reduce((shown, secret) => shown.replaceAll(secret, '[hidden]'), text)
  const { says, todo } = finding
  return { ...finding, says: hide(says), ...(todo === undefined ? {} : { todo: hide(todo) }) }
}
