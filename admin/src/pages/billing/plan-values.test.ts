import { expect, test } from '@jest/globals'
import { missingIn, newPlan, type Price, termsOf, valuesOf } from './plan-values.ts'

const metered = { meter: 'call_seconds', unit: 'minute' } as const
const tiers = [
  { up_to: '60', unit_price: '0.5' },
  { up_to: null, unit_price: '0.0025', flat_fee_minor: 150 },
]

test.each<Price>([
  { model: 'per_unit', ...metered, unit_price: '0.29', included: '20', unit_rounding: '6s' },
  { model: 'graduated', ...metered, tiers, cap_minor: 9_900, description_key: 'usage.calls' },
  { model: 'volume', ...metered, tiers, discount_percent: '10' },
  { model: 'package', ...metered, package_size: '100', package_price_minor: 1_990 },
  { model: 'flat', amount_minor: 500, description_key: 'phone_number', minimum_minor: 100 },
])('a plan with a price of the model $model is sent as it was read', (price) => {
  const terms = { currency: 'EUR', flat_fee_minor: 4_900, tax_percent: '19', prices: [price] }
  const values = valuesOf({ name: 'Plan', terms })
  expect(missingIn(values)).toEqual([])
  expect(termsOf(values)).toEqual(terms)
})

test('amounts are of the currency: a yen has no parts', () => {
  const terms = { currency: 'JPY', flat_fee_minor: 4_900, prices: [] }
  expect(valuesOf({ name: 'Plan', terms }).terms.flat_fee_minor).toBe(4_900)
  expect(termsOf(valuesOf({ name: 'Plan', terms }))).toEqual(terms)
})

test('what a new plan needs is named by its field', () => {
  expect(missingIn(newPlan('EUR'))).toEqual(['name', 'terms.prices.0.unit_price'])
})

test('a rate too small to be written plainly by itself is sent in plain digits', () => {
  const values = newPlan('EUR')
  const [price] = values.terms.prices
  if (price) values.terms.prices = [{ ...price, unit_price: 1e-7 }]
  expect(termsOf(values).prices).toMatchObject([{ unit_price: '0.0000001' }])
})
