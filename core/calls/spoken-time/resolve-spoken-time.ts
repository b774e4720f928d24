import type { SlashOrder } from './grammar/calendar-date.ts'
import { readPieces } from './grammar/read-pieces.ts'
import { composeWish } from './meaning/compose-wish.ts'
import { type Context, zonedAt } from './resolve/local-time.ts'
import { resolveWish } from './resolve/resolve-wish.ts'
import type { SpokenTime, SpokenTimeRequest } from './spoken-time.ts'
import { readLexemes } from './words/read-lexemes.ts'

/**
 * What a caller's words about date and time mean at a location, German or English.
 *
 * Words become phrases, phrases a wish, and only then is the wish set against `now`: nothing is guessed, so text
 * that says nothing about time is `nothing`, what people dispute is `ask`, and what is over is `past`.
 *
 * A local time that the clocks skip in spring is moved on by the gap, as Temporal and calendars do it; the answer's
 * `time` says so.
 *
 * @throws {RangeError} where `zone` is no IANA zone: never for any text.
 */
export function resolveSpokenTime(request: SpokenTimeRequest): SpokenTime {
  const { text, zone, language, openMinutes } = request
  const now = Math.floor(request.now)
  const context: Context = {
    now,
    zone,
    language,
    today: zonedAt(now, zone).toPlainDate(),
    ...(openMinutes === undefined ? {} : { openMinutes }),
  }
  const pieces = readPieces(readLexemes(text, language), language, slashOrder(zone))
  return resolveWish(composeWish(pieces), context)
}

/** "8/10" is August in America and October elsewhere: the location tells. German always puts the day first. */
function slashOrder(zone: string): SlashOrder {
  return /^(America|US|Etc|UTC)\b/.test(zone) ? 'monthFirst' : 'dayFirst'
}
