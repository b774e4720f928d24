import { Temporal } from 'temporal-polyfill'

/** `sequence` counts from 1 within one issuer's `series`, without gaps; `prefix` tells issuers apart. */
export interface InvoiceNumberParts {
  readonly prefix?: string
  readonly series: string
  readonly sequence: number
}

const PART = /^[A-Z0-9]{1,16}$/
const DIGITS = 6

/** ACME-2026-000123. Past 999999 the number grows by a digit. Throws RangeError for a sequence below 1 or an odd prefix or series. */
export const formatInvoiceNumber = ({ prefix, series, sequence }: InvoiceNumberParts): string => {
  const parts = prefix === undefined ? [series] : [prefix, series]
  for (const part of parts)
    if (!PART.test(part)) throw new RangeError(`Not usable in an invoice number: ${part}`)
  if (!Number.isSafeInteger(sequence) || sequence < 1)
    throw new RangeError(`Not a sequence number: ${sequence}`)
  return [...parts, String(sequence).padStart(DIGITS, '0')].join('-')
}

/** The series of the calendar year, in the issuer's zone, in which a document is finalized (epoch milliseconds). */
export const yearSeries = (finalizedAt: number, timeZone: string): string =>
  String(Temporal.Instant.fromEpochMilliseconds(finalizedAt).toZonedDateTimeISO(timeZone).year)
