import { describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { planSchema, pricingPreviewReplySchema, pricingPreviewRequestSchema } from './billing-schemas.ts'
import type { Plan } from './price.ts'

const ajv = new Ajv({ strict: true, allErrors: true })
addFormats.default(ajv)
const accepts = { plan: ajv.compile(planSchema), request: ajv.compile(pricingPreviewRequestSchema) }

const perMinute = { model: 'per_unit', meter: 'call_seconds', unit: 'minute', unit_price: '0.29' }
const full = {
  currency: 'EUR',
  flat_fee_minor: 4900,
  discount_percent: '10',
  minimum_minor: 100,
  cap_minor: 100_000,
  tax_percent: '19',
  prices: [
    { ...perMinute, included: '100', unit_rounding: '6s', description_key: 'usage.minutes', cap_minor: 5000 },
    {
      model: 'graduated',
      meter: 'calls',
      unit: 'call',
      tiers: [
        { up_to: '10', unit_price: '1', flat_fee_minor: 5 },
        { up_to: null, unit_price: '0.5' },
      ],
    },
    { model: 'volume', meter: 'calls', unit: 'call', tiers: [{ up_to: null, unit_price: '0.5' }] },
    {
      model: 'package',
      meter: 'appointments',
      unit: 'appointment',
      package_size: '10',
      package_price_minor: 450,
    },
    { model: 'flat', amount_minor: 500, description_key: 'number', minimum_minor: 1 },
  ],
}

describe('the plan schema', () => {
  test('takes every model with every term', () => {
    expect(accepts.plan(full)).toBe(true)
  })

  test.each([
    ['a misspelt field of a plan', { ...full, taxpercent: '19' }],
    ['a misspelt field of a price', { ...full, prices: [{ ...perMinute, includes: '100' }] }],
    ['a field of another model', { ...full, prices: [{ ...perMinute, package_size: '100' }] }],
    ['an unknown model', { ...full, prices: [{ ...perMinute, model: 'percentage' }] }],
    ['an unknown meter', { ...full, prices: [{ ...perMinute, meter: 'seats' }] }],
    ['a price as a number', { ...full, prices: [{ ...perMinute, unit_price: 0.29 }] }],
    ['a negative price', { ...full, prices: [{ ...perMinute, unit_price: '-0.29' }] }],
    ['a price with an exponent', { ...full, prices: [{ ...perMinute, unit_price: '1e3' }] }],
    ['a fee in fractions of a cent', { ...full, flat_fee_minor: 0.5 }],
    ['a fee beyond safe integers', { ...full, flat_fee_minor: 2 ** 53 }],
    ['no tiers', { ...full, prices: [{ model: 'volume', meter: 'calls', unit: 'call', tiers: [] }] }],
    ['no prices', { currency: 'EUR' }],
  ])('refuses %s', (_, plan) => {
    expect(accepts.plan(plan)).toBe(false)
  })

  test('says the same as the type of a plan', () => {
    type Said = import('@sinclair/typebox').Static<typeof planSchema>
    const there = (plan: Said): Plan => plan
    const back = (plan: Plan & { prices: Said['prices'] }): Said => plan
    const plan: Said = { currency: 'EUR', prices: [] }
    expect(back({ ...there(plan), prices: plan.prices })).toEqual(plan)
  })
})

describe('the preview schemas', () => {
  test.each([
    [true, 'the least', { plan: full, usage: [] }],
    [
      true,
      'usage with counts',
      { plan: full, usage: [{ meter: 'call_seconds', quantity: '61.5', events: 3 }] },
    ],
    [
      true,
      'a period and a share',
      {
        plan: full,
        usage: [],
        billed_usage: [],
        period: {
          start: '2026-04-01T00:00:00+02:00',
          end: '2026-05-01T00:00:00+02:00',
          time_zone: 'Europe/Berlin',
        },
        share: { days: 10, of: 30 },
      },
    ],
    [false, 'negative usage', { plan: full, usage: [{ meter: 'calls', quantity: '-1' }] }],
    [false, 'a quantity as a number', { plan: full, usage: [{ meter: 'calls', quantity: 1 }] }],
    [
      false,
      'a local time',
      { plan: full, usage: [], period: { start: '2026-04-01T00:00', end: '2026-05-01T00:00' } },
    ],
    [false, 'a share of nothing', { plan: full, usage: [], share: { days: 0, of: 0 } }],
    [false, 'an unknown field', { plan: full, usage: [], store: true }],
  ])('%s for %s', (expected, _, request) => {
    expect(accepts.request(request)).toBe(expected)
  })

  test('compile under strict rules', () => {
    expect(() => ajv.compile(pricingPreviewReplySchema)).not.toThrow()
  })
})
