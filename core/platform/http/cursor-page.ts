import { type TSchema, Type } from '@sinclair/typebox'

/** Query of a list that is read page by page. The cursor is the last id of the page before. */
export const pageQuery = Type.Object(
  {
    cursor: Type.Optional(Type.String({ format: 'uuid' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  },
  { additionalProperties: false },
)

export interface PageAsked {
  after: string | undefined
  limit: number
}

export function askedPage(query: { cursor?: string; limit?: number }): PageAsked {
  return { after: query.cursor, limit: query.limit ?? 50 }
}

export const pageSchema = (item: TSchema) =>
  Type.Object({
    data: Type.Array(item),
    next_cursor: Type.Union([Type.String(), Type.Null()], { description: 'Null after the last page' }),
  })

/** A full page may have a next one, which may be empty; a shorter page is the last. */
export function asPage<Row, Out>(
  rows: readonly Row[],
  { limit }: PageAsked,
  as: { id: (row: Row) => string; present: (row: Row) => Out },
): { data: Out[]; next_cursor: string | null } {
  const last = rows.length === limit ? rows.at(-1) : undefined
  return { data: rows.map(as.present), next_cursor: last === undefined ? null : as.id(last) }
}
