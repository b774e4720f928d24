import { Temporal } from 'temporal-polyfill'
import { countsDays, type Span } from '../grammar/span.ts'
import type { Wish } from '../meaning/wish.ts'
import type { SpokenTime } from '../spoken-time.ts'
import { addSpan } from './add-span.ts'
import { windowAnswer } from './answers.ts'
import { type Context, instantFromNow, startOfDay } from './local-time.ts'
import { resolveBounded } from './resolve-boundary.ts'
import { candidatesOf, resolvePoint } from './resolve-point.ts'
import { resolveRange } from './resolve-range.ts'

/** Sets a wish against the calendar. */
export function resolveWish(wish: Wish, context: Context): SpokenTime {
  switch (wish.kind) {
    case 'nothing':
      return { kind: 'nothing' }
    case 'soon':
      return windowAnswer({ from: context.now, to: null }, context)
    case 'point':
      return resolvePoint(wish.moment, context)
    case 'unsure':
      return unsure(wish, context)
    case 'range':
      return resolveRange(wish, context)
    case 'from':
    case 'until':
      return resolveBounded(wish, context)
    case 'stretch':
      return resolveStretch(wish.span, wish.startsNow, context)
  }
}

function unsure({ clash, moments }: Extract<Wish, { kind: 'unsure' }>, context: Context): SpokenTime {
  const candidates = moments.flatMap((moment) => candidatesOf(resolvePoint(moment, context)))
  return { kind: 'ask', question: clash, candidates }
}

/** "Die nächsten drei Tage" begin tomorrow, "innerhalb von drei Tagen" now; hours and minutes always now. */
function resolveStretch(span: Span, startsNow: boolean, context: Context): SpokenTime {
  if (!countsDays(span) || startsNow) {
    const other = instantFromNow(span, context)
    return windowAnswer({ from: Math.min(other, context.now), to: Math.max(other, context.now) }, context)
  }
  const { today } = context
  const reached = addSpan(today, span)
  const back = Temporal.PlainDate.compare(reached, today) < 0
  const [from, last] = back ? [reached, today] : [today.add({ days: 1 }), reached.add({ days: 1 })]
  return windowAnswer({ from: startOfDay(from, context), to: startOfDay(last, context) }, context)
}
