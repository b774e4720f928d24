/** A response that says the provider itself is in trouble: counts for the breaker. A 4xx says that it is alive. */
export class OutageResponse extends Error {
  override readonly name = 'OutageResponse'
  readonly response: Response

  constructor(response: Response) {
    super(`the provider answered ${response.status}`)
    this.response = response
  }
}

export const isOutage = (status: number): boolean => status >= 500

/** Milliseconds from a Retry-After header, seconds or date; undefined when there is none. */
export function retryAfterOf(response: Response): number | undefined {
  const text = response.headers.get('retry-after')
  if (text === null) return undefined
  if (/^\d+$/.test(text.trim())) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now())
}
