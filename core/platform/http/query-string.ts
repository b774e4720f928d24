import { HubError } from '../errors.ts'

const MOST_PARAMETERS = 100

/** The decoded query; a repeated name becomes a list. What cannot be decoded, NUL and prototype keys are a 400. */
export function parseQuery(text: string): Record<string, string | string[]> {
  if (text === '') return {}
  requireDecodable(text)
  const query: Record<string, string | string[]> = {}
  let count = 0
  for (const [name, value] of new URLSearchParams(text)) {
    count += 1
    if (count > MOST_PARAMETERS || name === '__proto__') throw malformedUrl()
    const before = Object.hasOwn(query, name) ? query[name] : undefined
    query[name] = before === undefined ? value : [before, value].flat()
  }
  return query
}

/** Refuses percent-encoding that is not UTF-8, and NUL, which no part of the hub can store. */
export function requireDecodable(urlPart: string): void {
  if (!urlPart.includes('%')) return
  if (/%00/.test(urlPart)) throw malformedUrl()
  try {
    decodeURIComponent(urlPart)
  } catch {
    throw malformedUrl()
  }
}

function malformedUrl(): HubError {
  return new HubError('bad_request', {
    detail: 'The URL is malformed: check its percent-encoding and parameters.',
  })
}
