import { expect, test } from '@jest/globals'
import { formatInvoiceNumber, yearSeries } from './invoice-number.ts'

test.each([
  [{ series: '2026', sequence: 123 }, '2026-000123'],
  [{ prefix: 'ACME', series: '2026', sequence: 123 }, 'ACME-2026-000123'],
  [{ prefix: 'ACME', series: 'CN2026', sequence: 1 }, 'ACME-CN2026-000001'],
  [{ series: '2026', sequence: 1_000_000 }, '2026-1000000'],
])('%j is written %s', (parts, number) => {
  expect(formatInvoiceNumber(parts)).toBe(number)
})

test.each([
  [{ series: '2026', sequence: 0 }],
  [{ series: '2026', sequence: 1.5 }],
  [{ series: '', sequence: 1 }],
  [{ series: '20-26', sequence: 1 }],
  [{ prefix: 'Acme GmbH', series: '2026', sequence: 1 }],
])('%j is refused', (parts) => {
  expect(() => formatInvoiceNumber(parts)).toThrow(RangeError)
})

test("the year of a series is the issuer's: half past midnight in Berlin is still last year in New York", () => {
  const finalizedAt = Date.parse('2027-01-01T00:30:00+01:00')
  expect(yearSeries(finalizedAt, 'Europe/Berlin')).toBe('2027')
  expect(yearSeries(finalizedAt, 'America/New_York')).toBe('2026')
})
