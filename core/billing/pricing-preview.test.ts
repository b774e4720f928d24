import { describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { type PricingPreviewRequest, pricingPreviewReplySchema } from './billing-schemas.ts'
import { previewPricing } from './pricing-preview.ts'

const ajv = new Ajv({ strict: true })
addFormats.default(ajv)
const isReply = ajv.compile(pricingPreviewReplySchema)

const request = (more: Partial<PricingPreviewRequest> = {}): PricingPreviewRequest => ({
  plan: {
    currency: 'EUR',
    tax_percent: '19',
    discount_percent: '10',
    cap_minor: 1000,
    prices: [
      {
        model: 'graduated',
        meter: 'call_seconds',
        unit: 'minute',
        tiers: [
          { up_to: '10', unit_price: '0.29', flat_fee_minor: 100 },
          { up_to: null, unit_price: '0.57' },
        ],
      },
      { model: 'package', meter: 'calls', unit: 'call', package_size: '2', package_price_minor: 5 },
    ],
  },
  usage: [
    { meter: 'call_seconds', quantity: '300', events: 3 },
    { meter: 'calls', quantity: '3' },
    { meter: 'appointments', quantity: '1' },
  ],
  ...more,
})
const codes = (more: Partial<PricingPreviewRequest>): string[] => {
  const preview = previewPricing(request(more))
  return preview.ok ? [] : preview.problems.map(({ path, code }) => `${path} ${code}`)
}

describe('a preview', () => {
  test('answers in the published shape, with the worked figures', () => {
    const preview = previewPricing(request())
    if (!preview.ok) throw new Error('refused')
    expect(isReply(preview.reply)).toBe(true)
    expect(preview.reply.totals).toEqual({
      subtotal_minor: 685,
      discount_minor: 69,
      tax_minor: 117,
      total_minor: 733,
    })
    expect(preview.reply.unpriced_meters).toEqual(['appointments'])
    expect(preview.reply.lines.map(({ period }) => period)).toEqual(preview.reply.lines.map(() => null))
  })

  test('writes the period with the offsets that the zone had at each end', () => {
    const period = { start: '2026-02-28T23:00:00Z', end: '2026-03-31T22:00:00Z', time_zone: 'Europe/Berlin' }
    const preview = previewPricing(request({ period }))
    if (!preview.ok) throw new Error('refused')
    expect(isReply(preview.reply)).toBe(true)
    expect(preview.reply.lines[0]?.period).toEqual({
      start: '2026-03-01T00:00:00+01:00',
      end: '2026-04-01T00:00:00+02:00',
    })
  })

  test('refuses a plan against the rules, with the place in the request', () => {
    expect(codes({ plan: { currency: 'XYZ', prices: [] } })).toEqual(['/plan/currency unknown_currency'])
  })

  test.each([
    [
      { period: { start: '2026-04-01T00:00:00Z', end: '2026-04-01T00:00:00Z' } },
      '/period/end ends_before_start',
    ],
    [{ period: { start: '2026-02-30T00:00:00Z', end: '2026-04-01T00:00:00Z' } }, '/period not_an_instant'],
    [
      { period: { start: '2026-04-01T00:00:00Z', end: '2026-05-01T00:00:00Z', time_zone: 'Mars/Base' } },
      '/period/time_zone unknown_time_zone',
    ],
    [{ share: { days: 32, of: 31 } }, '/share/days share_above_whole'],
    [
      { usage: [{ meter: 'call_seconds' as const, quantity: '999999999999999', events: 1_000_000_000 }] },
      '/usage amount_too_large',
    ],
  ])('%j is refused: %s', (more, problem) => {
    expect(codes(more)).toEqual([problem])
  })
})
