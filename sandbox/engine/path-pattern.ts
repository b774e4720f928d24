export type PathMatch = { params: Record<string, string> }

/**
 * Matches a path against a pattern of segments: `:name` takes one segment (percent-decoded), a final `*` takes the
 * rest. Null when it does not match.
 */
export function matchPath(pattern: string, path: string): PathMatch | null {
  const open = pattern.endsWith('/*')
  const wanted = pattern.split('/').slice(0, open ? -1 : undefined)
  const given = path.split('/')
  if (open ? given.length <= wanted.length : given.length !== wanted.length) return null
  const fits = wanted.every((segment, index) => segment.startsWith(':') || segment === given[index])
  if (!fits) return null
  const named = [...wanted.entries()].filter(([, segment]) => segment.startsWith(':'))
  const params = named.map(([at, segment]) => [segment.slice(1), decodeSegment(given[at] ?? '')])
  return { params: Object.fromEntries(params) }
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
