import type { Random } from './random.ts'
import type { Layout, Site } from './site.ts'

export const LAYOUTS = {
  one: { name: '1 api, 1 worker, PostgreSQL hands out', apis: 1, redis: false },
  two: { name: '2 apis, 1 worker, Bull hands out', apis: 2, redis: true },
} as const satisfies Record<string, Layout>

export type LayoutName = keyof typeof LAYOUTS

export const ALL_LAYOUTS = Object.keys(LAYOUTS) as readonly LayoutName[]

/** One fault and what must hold: a row of the table. */
export interface DrillRow {
  /** `group: what happens`, unique together with the layout. */
  name: string
  layout: LayoutName
  /** What was done, in a sentence. */
  did: string
  /** What this row asks for besides what every row does. */
  must: string
  /** A caller may be left without any answer: the process that had his request was killed or cut off. */
  unanswered?: boolean
  /** Part of --quick. */
  quick?: boolean
  /** A ground of its own: the fault would hurt what comes after. */
  apart?: 'small disk'
  /** Why it cannot be had on this machine; undefined where it can. */
  lacks?(): string | undefined
  act(scene: Scene): Promise<void>
  /** What must hold besides once all work is done. */
  settled?(scene: Scene): Promise<void>
}

/** What a row works with while it acts. */
export interface Scene {
  site: Site
  random: Random
  /** See `slowness`: as measured before the row. */
  slowness: number
  /** The fault is over now: recovery counts from here. Without a call it counts from the end of `act`. */
  over(): void
  /** Something that must hold and does not. */
  broken(what: string): void
  /** Fails the row unless `holds`. */
  expect(holds: boolean, otherwise: string): void
  /** For the table: what was seen, where it is worth a word. */
  note(what: string): void
}

export interface RowResult {
  row: DrillRow
  held: 'yes' | 'no' | 'not run'
  /** What does not hold, or why it was not run. */
  why: string[]
  notes: string[]
  recovery?: Recovery
  /** See `slowness`. */
  slowness: number
  /** Milliseconds for all of it. */
  took: number
}

/** Milliseconds from the end of the fault. */
export interface Recovery {
  /** Until a caller could book again. */
  served: number
  /** Until all work was done that the fault had held up. */
  settled: number
  /** The longest that anything due waited. */
  longestWait: number
}
