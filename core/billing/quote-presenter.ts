import { Temporal } from 'temporal-polyfill'
import type { PricingPreviewReply } from './billing-schemas.ts'
import type { PriceLine } from './price-line.ts'
import type { Quote } from './pricing-calculator.ts'

type PresentedLine = PricingPreviewReply['lines'][number]

const rfc3339 = (instant: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant).toString({ timeZone })

/** A line as the API shows it: instants in RFC 3339 with the offset that `timeZone` had then. */
export const presentLine = ({ period, ...line }: PriceLine, timeZone: string): PresentedLine => ({
  ...line,
  period: period && { start: rfc3339(period.start, timeZone), end: rfc3339(period.end, timeZone) },
})

export const presentQuote = (quote: Quote, timeZone: string): PricingPreviewReply => ({
  ...quote,
  lines: quote.lines.map((line) => presentLine(line, timeZone)),
  unpriced_meters: [...quote.unpriced_meters],
})
