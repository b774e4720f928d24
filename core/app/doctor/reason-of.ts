/** One line for an error of any library; some put the reason into `code` or into the errors of several tries. */
export function reasonOf(error: unknown): string {
  const { message, code, errors, cause } = (error ?? {}) as {
    message?: string
    code?: string
    errors?: unknown[]
    cause?: unknown
  }
  if (errors?.[0] !== undefined) return reasonOf(errors[0])
  // undici's "fetch failed" has its reason one level below.
  if (cause !== undefined && message === 'fetch failed') return reasonOf(cause)
  return (message || code || String(error)).split('\n')[0] ?? ''
}
