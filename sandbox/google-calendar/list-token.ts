/** Where a list goes on: `after` is the sort key of the last item given, `upTo` the revision the walk began at. */
export type PageToken = { kind: 'page'; upTo: number; after: readonly number[]; query: string }

/** Everything up to `revision` is known to the client. */
export type SyncToken = { kind: 'sync'; era: number; revision: number }

export function writeToken(token: PageToken | SyncToken): string {
  return Buffer.from(JSON.stringify(token)).toString('base64')
}

export function readPageToken(text: string): PageToken | undefined {
  const token = decode(text)
  if (token.kind !== 'page') return undefined
  const { upTo, after, query } = token
  if (typeof upTo !== 'number' || typeof query !== 'string' || !Array.isArray(after)) return undefined
  return { kind: 'page', upTo, after: after.map(Number), query }
}

export function readSyncToken(text: string): SyncToken | undefined {
  const { kind, era, revision } = decode(text)
  if (kind !== 'sync' || typeof era !== 'number' || typeof revision !== 'number') return undefined
  return { kind, era, revision }
}

function decode(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64').toString())
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
  } catch {
    return {}
  }
}
