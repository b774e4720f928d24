import { Temporal } from 'temporal-polyfill'
import type { BillingPeriod } from './billing-period.ts'
import type { PricingPreviewReply, PricingPreviewRequest } from './billing-schemas.ts'
import { type PlanProblem, planProblems } from './plan-rules.ts'
import { PricingCalculator, type PricingRequest } from './pricing-calculator.ts'
import { presentQuote } from './quote-presenter.ts'

/** What a schema cannot refuse; `path` is a JSON pointer into the request, `detail` is safe to show. */
export interface PreviewProblem {
  readonly path: string
  readonly code:
    | PlanProblem['code']
    | 'not_an_instant'
    | 'unknown_time_zone'
    | 'ends_before_start'
    | 'share_above_whole'
    | 'amount_too_large'
  readonly detail: string
}

export type PricingPreview =
  | { readonly ok: true; readonly reply: PricingPreviewReply }
  | { readonly ok: false; readonly problems: readonly PreviewProblem[] }

type RequestedPeriod = NonNullable<PricingPreviewRequest['period']>

const calculator = new PricingCalculator()

const instantOf = (text: string): number | undefined => {
  try {
    return Temporal.Instant.from(text).epochMilliseconds
  } catch {
    return undefined
  }
}

const isTimeZone = (name: string): boolean => {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId.length > 0
  } catch {
    return false
  }
}

const periodOf = ({ start, end }: RequestedPeriod): BillingPeriod | undefined => {
  const [from, to] = [instantOf(start), instantOf(end)]
  return from === undefined || to === undefined ? undefined : { start: from, end: to }
}

const boundProblems = (requested: RequestedPeriod): PreviewProblem[] => {
  const period = periodOf(requested)
  if (period === undefined) {
    return [{ path: '/period', code: 'not_an_instant', detail: 'start and end must be RFC 3339 times' }]
  }
  if (period.start < period.end) return []
  return [{ path: '/period/end', code: 'ends_before_start', detail: 'must be after start' }]
}

const zoneProblems = ({ time_zone }: RequestedPeriod): PreviewProblem[] =>
  time_zone === undefined || isTimeZone(time_zone)
    ? []
    : [{ path: '/period/time_zone', code: 'unknown_time_zone', detail: 'must be an IANA zone' }]

const shareProblems = ({ share }: PricingPreviewRequest): PreviewProblem[] =>
  share === undefined || share.days <= share.of
    ? []
    : [{ path: '/share/days', code: 'share_above_whole', detail: 'must not exceed of' }]

const requestProblems = (body: PricingPreviewRequest): PreviewProblem[] => [
  ...planProblems(body.plan).map((problem) => ({ ...problem, path: `/plan${problem.path}` })),
  ...(body.period === undefined ? [] : [...boundProblems(body.period), ...zoneProblems(body.period)]),
  ...shareProblems(body),
]

const pricingRequest = ({ period: requested, ...rest }: PricingPreviewRequest): PricingRequest => {
  const period = requested && periodOf(requested)
  return { ...rest, ...(period && { period }) }
}

/** "What would it cost?": everything in the body, nothing stored. `body` has passed `pricingPreviewRequestSchema`. */
export const previewPricing = (body: PricingPreviewRequest): PricingPreview => {
  const problems = requestProblems(body)
  if (problems.length > 0) return { ok: false, problems }
  try {
    const quote = calculator.quote(pricingRequest(body))
    return { ok: true, reply: presentQuote(quote, body.period?.time_zone ?? 'UTC') }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    // Schema and rules leave one cause: figures each fine by themselves whose product is beyond a safe integer.
    return {
      ok: false,
      problems: [{ path: '/usage', code: 'amount_too_large', detail: 'comes to too large an amount' }],
    }
  }
}
