import type { World } from './world.ts'

/** How one route is attacked: with which id, which body, and which ways to other tenants' rows it has. */
export interface RouteCase {
  /** Whose ids stand for `:id`. */
  id?: (world: World) => string
  /** What its own tenant may send. */
  body?: (own: World) => object
  /** Bodies of one's own, each with one id of the victim in it. */
  trespasses?: (own: World, victim: World) => object[]
  /** What its query cannot do without. */
  query?: string
  /** Queries that lead to the victim's rows. */
  queries?: (own: World, victim: World) => string[]
  /** Things of agencies; all else is a client's. */
  level?: 'agency'
  /** Its own tenant is refused as well, by the present state (409). */
  conflicts?: true
  /** Of the hub as a whole: whoever has a key may read it. */
  common?: true
  /** In memory only, so nobody has an id of one here. */
  unstored?: true
}

/** One body for each of the fields: the same with that field changed. */
export const each = (body: object, fields: Record<string, unknown>): object[] =>
  Object.entries(fields).map(([name, value]) => ({ ...body, [name]: value }))
