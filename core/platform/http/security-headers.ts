/**
 * Set on every reply; a route may say otherwise (`Cache-Control` of the docs' files, the policy of a page).
 * Answers hold personal data, so nothing on the way keeps them, and no page may show them in a frame.
 */
export function securityHeaders(publicUrl: string): ReadonlyArray<readonly [string, string]> {
  const headers: Array<readonly [string, string]> = [
    ['Cache-Control', 'no-store'],
    ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['Referrer-Policy', 'no-referrer'],
    ['X-Content-Type-Options', 'nosniff'],
    ['X-Frame-Options', 'DENY'],
  ]
  // Over plain http (a first start on one's own machine) browsers ignore it, and it would lock out a later one.
  if (publicUrl.startsWith('https:')) headers.push(['Strict-Transport-Security', 'max-age=31536000'])
  return headers
}
