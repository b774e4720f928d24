import type { Span } from '../grammar/span.ts'
import type { Clash, Moment } from './moment.ts'

/** What opens or closes a window: the thing said right behind "ab", "bis", "nach". */
export type Boundary = 'day' | 'clock' | 'part' | 'offset'

/** What the caller wants, not yet set against a calendar. */
export type Wish =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'soon' }
  | { readonly kind: 'point'; readonly moment: Moment }
  /** "Montag oder Dienstag", two days at once, or a time that no clock shows. */
  | { readonly kind: 'unsure'; readonly clash: Clash; readonly moments: readonly Moment[] }
  /** `each` bounds the single days: "Montag bis Freitag nach 17 Uhr". */
  | { readonly kind: 'range'; readonly start: Moment; readonly end: Moment; readonly each: Wish | null }
  /** "ab", "nach": `past` is true where the thing itself is left out ("nach Dienstag"). */
  | { readonly kind: 'from'; readonly moment: Moment; readonly boundary: Boundary; readonly past: boolean }
  /** "bis", "vor": `before` is true where the thing itself is left out. */
  | { readonly kind: 'until'; readonly moment: Moment; readonly boundary: Boundary; readonly before: boolean }
  | { readonly kind: 'stretch'; readonly span: Span; readonly startsNow: boolean }
