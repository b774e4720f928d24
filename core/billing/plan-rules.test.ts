import { describe, expect, test } from '@jest/globals'
import { planProblems } from './plan-rules.ts'
import type { Plan, Price, Tier } from './price.ts'

const perMinute: Price = { model: 'per_unit', meter: 'call_seconds', unit: 'minute', unit_price: '0.29' }
const tiered = (...bounds: (string | null)[]): Price => ({
  model: 'graduated',
  meter: 'call_seconds',
  unit: 'minute',
  tiers: bounds.map((up_to): Tier => ({ up_to, unit_price: '0.10' })),
})
const boxed = (package_size: string): Price => ({
  model: 'package',
  meter: 'calls',
  unit: 'call',
  package_size,
  package_price_minor: 100,
})
const found = (plan: Partial<Plan>): string[] =>
  planProblems({ currency: 'EUR', prices: [], ...plan }).map(({ path, code }) => `${path} ${code}`)

describe('a sound plan', () => {
  test.each([
    ['with nothing', []],
    ['per minute', [perMinute]],
    ['of one open tier', [tiered(null)]],
    ['of rising tiers', [tiered('0.5', '100', '100.5', null)]],
    ['of packages', [boxed('0.5')]],
  ] as [string, Price[]][])('%s has no problems', (_, prices) => {
    expect(
      found({ prices, discount_percent: '100', minimum_minor: 5, cap_minor: 5, tax_percent: '19' }),
    ).toEqual([])
  })
})

describe('a plan is refused', () => {
  test.each([
    [{ currency: 'ABC' }, '/currency unknown_currency'],
    [{ flat_fee_minor: -1 }, '/flat_fee_minor not_minor_units'],
    [{ flat_fee_minor: 0.5 }, '/flat_fee_minor not_minor_units'],
    [{ tax_percent: '100.01' }, '/tax_percent percent_out_of_range'],
    [{ discount_percent: '-1' }, '/discount_percent negative'],
    [{ discount_percent: '1e1' }, '/discount_percent not_a_decimal'],
    [{ minimum_minor: 6, cap_minor: 5 }, '/minimum_minor minimum_above_cap'],
    [{ prices: [{ ...perMinute, unit: 'call' }] }, '/prices/0/unit unit_not_of_meter'],
    [{ prices: [{ ...perMinute, meter: 'calls' }] }, '/prices/0/unit unit_not_of_meter'],
    [{ prices: [{ ...perMinute, unit_price: '-0.29' }] }, '/prices/0/unit_price negative'],
    [{ prices: [{ ...perMinute, included: 'ten' }] }, '/prices/0/included not_a_decimal'],
    [{ prices: [perMinute, { ...perMinute, cap_minor: -5 }] }, '/prices/1/cap_minor not_minor_units'],
    [
      { prices: [{ ...boxed('10'), unit_rounding: 'minute' }] },
      '/prices/0/unit_rounding rounding_needs_seconds',
    ],
    [{ prices: [boxed('0')] }, '/prices/0/package_size size_not_positive'],
    [{ prices: [tiered()] }, '/prices/0/tiers tiers_missing'],
    [{ prices: [tiered('10')] }, '/prices/0/tiers/0/up_to tier_open_end'],
    [{ prices: [tiered(null, null)] }, '/prices/0/tiers/0/up_to tier_open_end'],
    [{ prices: [tiered('0', null)] }, '/prices/0/tiers/0/up_to tiers_not_ascending'],
    [{ prices: [tiered('10', '9', null)] }, '/prices/0/tiers/1/up_to tiers_not_ascending'],
    [{ prices: [tiered('9', '10', '10.0', null)] }, '/prices/0/tiers/2/up_to tiers_not_ascending'],
  ] as [Partial<Plan>, string][])('%j: %s', (plan, problem) => {
    expect(found(plan)).toEqual([problem])
  })

  test('with all its problems at once', () => {
    expect(found({ currency: 'eur', flat_fee_minor: -1, prices: [tiered(), boxed('x')] })).toHaveLength(4)
  })
})
