/**
 * What goes wrong at a provider, as the control API takes it. Where `method` or `path` (pattern with `:x` and `*`) is
 * given only those requests are hit; `times` is how many requests (webhooks: messages) it hits before it is gone,
 * without it it stays until cleared. `latency_ms` goes with any of the others, which exclude each other:
 *
 * - `hang`: never answers; the socket is closed when the faults are changed or the sandbox stops
 * - `status`: answers this error in the provider's own words, `retry_after` in seconds, `reason` where the provider has
 *   several errors of that status; no work is done
 * - `expired_token`: answers as the provider does when the credential has run out
 * - `error_after`: does the work, then answers 500
 * - `reset`, `reset_after`: destroys the socket before, or after, doing the work
 * - `webhooks`: touches the webhooks the provider sends, not the requests it gets
 */
export type Fault = {
  method?: string
  path?: string
  times?: number
  latency_ms?: number
  hang?: true
  status?: number
  retry_after?: number
  reason?: string
  expired_token?: true
  error_after?: true
  reset?: true
  reset_after?: true
  webhooks?: WebhookFault
}

/**
 * `duplicate` is the number of extra copies (true: one). `reorder` holds a message back until the next one has gone,
 * or until a flush. `lose` never sends it, retries included.
 */
export type WebhookFault = {
  duplicate?: true | number
  delay_ms?: number
  reorder?: true
  lose?: true
}
