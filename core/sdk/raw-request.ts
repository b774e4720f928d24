/**
 * A request exactly as it came.
 *
 * @example
 * const event: unknown = JSON.parse(new TextDecoder().decode(request.body))
 */
export interface RawRequest {
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>
  /** The exact bytes, before any parsing. */
  body: Uint8Array
  /** Epoch milliseconds, real time. */
  receivedAt: number
}
