import { describe, expect, test } from '@jest/globals'
import type { Plan, Price, Tier } from './price.ts'
import { lineAmount } from './price-line.ts'
import { PricingCalculator, type PricingRequest, type Quote } from './pricing-calculator.ts'
import type { UsageItem } from './usage-quantity.ts'

const calculator = new PricingCalculator()

const calls = (...seconds: number[]): UsageItem[] =>
  seconds.map((quantity) => ({ meter: 'call_seconds', quantity: String(quantity) }))
const minutes = (count: number): UsageItem[] => calls(count * 60)
const appointments = (count: number): UsageItem[] => [{ meter: 'appointments', quantity: String(count) }]

const plan = (...prices: Price[]): Plan => ({ currency: 'EUR', prices })
const perMinute = (unit_price: string, more: Partial<Extract<Price, { model: 'per_unit' }>> = {}): Price => ({
  model: 'per_unit',
  meter: 'call_seconds',
  unit: 'minute',
  unit_price,
  ...more,
})
const tiered = (model: 'graduated' | 'volume', tiers: Tier[]): Plan =>
  plan({ model, meter: 'call_seconds', unit: 'minute', tiers })

const quote = (from: Plan, usage: UsageItem[], more: Partial<PricingRequest> = {}): Quote =>
  calculator.quote({ plan: from, usage, ...more })
const totalOf = (from: Plan, usage: UsageItem[]): number => quote(from, usage).totals.total_minor
const shape = ({ lines }: Quote) =>
  lines.map(({ kind, quantity, unit_price, amount_minor }) => [kind, quantity, unit_price, amount_minor])

describe('a price per minute', () => {
  test.each([
    ['0.29', 100, 2900],
    ['0.57', 100, 5700],
    ['1.15', 100, 11_500],
    ['0.29', 1, 29],
    ['0.57', 1, 57],
    ['1.15', 1, 115],
    ['1.005', 100, 10_050],
    ['0.067', 55, 369],
  ])('of %s for %i minutes is %i cents', (price, count, cents) => {
    expect(totalOf(plan(perMinute(price)), minutes(count))).toBe(cents)
  })

  test.each([
    [0, 0],
    [99, 0],
    [100, 0],
    [101, 29],
    [150, 1450],
  ])('with 100 minutes included charges only what lies beyond: %i minutes', (count, cents) => {
    expect(totalOf(plan(perMinute('0.29', { included: '100' })), minutes(count))).toBe(cents)
  })

  test('shows the included minutes and the charged ones as lines of their own', () => {
    const from = plan(perMinute('0.29', { included: '1.5' }))
    expect(shape(quote(from, minutes(2)))).toEqual([
      ['usage', '90', '0', 0],
      ['usage', '30', '0.29', 15],
    ])
  })

  test('adds the calls first and rounds once: three calls of 10 s at 0.29 are 15 cents, not 3 x 5', () => {
    expect(totalOf(plan(perMinute('0.29')), calls(10, 10, 10))).toBe(15)
    expect(totalOf(plan(perMinute('0.28')), calls(10, 10, 10))).toBe(14)
  })

  test('rounds half a cent up', () => {
    expect(totalOf(plan(perMinute('0.29')), calls(30))).toBe(15)
    expect(totalOf(plan(perMinute('0.29')), calls(29))).toBe(14)
  })

  test('can be said per second, minute or hour of the same meter', () => {
    const per = (unit: 'second' | 'minute' | 'hour', unit_price: string) =>
      totalOf(plan(perMinute(unit_price, { unit })), calls(5400))
    expect([per('second', '0.01'), per('minute', '0.6'), per('hour', '36')]).toEqual([5400, 5400, 5400])
  })

  test.each([
    ['second', 62 + 1],
    ['6s', 66 + 6],
    ['30s', 90 + 30],
    ['minute', 120 + 60],
  ] as const)('with rounding to %s rounds each call up before adding', (unit_rounding, seconds) => {
    const from = plan(perMinute('0.60', { unit_rounding }))
    expect(totalOf(from, calls(61.2, 0.5))).toBe(seconds)
  })

  test('a call of exactly one step is not rounded up, and an unanswered one of 0 s costs nothing', () => {
    const from = plan(perMinute('0.60', { unit_rounding: 'minute' }))
    expect(totalOf(from, calls(60))).toBe(60)
    expect(totalOf(from, calls(0))).toBe(0)
  })

  test('prices a thousand equal calls like a thousand single ones', () => {
    const from = plan(perMinute('0.29', { unit_rounding: '6s' }))
    const single = Array.from({ length: 1000 }, () => calls(61)).flat()
    const grouped: UsageItem[] = [{ meter: 'call_seconds', quantity: '61', events: 1000 }]
    expect(quote(from, grouped)).toEqual(quote(from, single))
  })

  test('in yen has no decimals, in dinars three', () => {
    const inCurrency = (currency: string) => totalOf({ ...plan(perMinute('0.29')), currency }, minutes(5))
    expect([inCurrency('JPY'), inCurrency('EUR'), inCurrency('KWD')]).toEqual([1, 145, 1450])
  })
})

describe('graduated tiers', () => {
  const tiers = [
    { up_to: '100', unit_price: '0.30', flat_fee_minor: 500 },
    { up_to: '500', unit_price: '0.20', flat_fee_minor: 200 },
    { up_to: null, unit_price: '0.10' },
  ]
  test.each([
    [0, 500],
    [1, 530],
    [100, 3500],
    [101, 3500 + 200 + 20],
    [500, 3500 + 200 + 8000],
    [501, 3500 + 200 + 8000 + 10],
    [1000, 3500 + 200 + 8000 + 5000],
  ])('for %i minutes come to %i cents', (count, cents) => {
    expect(totalOf(tiered('graduated', tiers), minutes(count))).toBe(cents)
  })

  test('one second past the bound is already in the next tier, and owes its fee', () => {
    expect(totalOf(tiered('graduated', tiers), calls(6001))).toBe(3500 + 200 + 0)
  })

  test('make one line a tier, each rounded by itself', () => {
    const fine = [
      { up_to: '1', unit_price: '0.005' },
      { up_to: null, unit_price: '0.005' },
    ]
    expect(shape(quote(tiered('graduated', fine), minutes(2)))).toEqual([
      ['usage', '60', '0.005', 1],
      ['usage', '60', '0.005', 1],
    ])
  })
})

describe('volume tiers', () => {
  const tiers = [
    { up_to: '100', unit_price: '0.30', flat_fee_minor: 500 },
    { up_to: null, unit_price: '0.20', flat_fee_minor: 100 },
  ]
  test.each([
    [0, 500],
    [100, 3500],
    [101, 2020 + 100],
  ])('price all %i minutes by the tier of the total: %i cents', (count, cents) => {
    expect(totalOf(tiered('volume', tiers), minutes(count))).toBe(cents)
  })
})

describe('packages and fixed prices', () => {
  const packages = plan({
    model: 'package',
    meter: 'appointments',
    unit: 'appointment',
    package_size: '10',
    package_price_minor: 450,
  })

  test.each([
    [0, 0],
    [1, 450],
    [10, 450],
    [11, 900],
  ])('%i appointments in packages of ten cost %i cents', (count, cents) => {
    expect(totalOf(packages, appointments(count))).toBe(cents)
  })

  test('a second bill within the period charges the difference of the packages, not packages of the difference', () => {
    const second = quote(packages, appointments(4), { billed_usage: appointments(14) })
    expect(second.totals.total_minor).toBe(0)
    expect(shape(second)).toEqual([
      ['usage', '2', '4.50', 900],
      ['already_billed', '9.00', '-100', -900],
    ])
    expect(quote(packages, appointments(7), { billed_usage: appointments(14) }).totals.total_minor).toBe(450)
  })

  test('a late call does not owe the fees of its period a second time', () => {
    const from = { ...plan(perMinute('0.29')), flat_fee_minor: 4900 }
    expect(quote(from, minutes(1), { billed_usage: [] }).totals.total_minor).toBe(29)
  })

  test('fees are due without usage, and by calendar days for a part of the period', () => {
    const from: Plan = {
      ...plan({ model: 'flat', amount_minor: 500, description_key: 'number' }),
      flat_fee_minor: 4900,
    }
    expect(totalOf(from, [])).toBe(5400)
    expect(shape(quote(from, [], { share: { days: 10, of: 31 } }))).toEqual([
      ['fee', '10', '49.00', 1581],
      ['fee', '10', '5.00', 161],
    ])
  })
})

describe('discount, minimum, cap and tax', () => {
  test('apply in that order, the discount before the cap, the tax after both', () => {
    const from: Plan = {
      ...plan(perMinute('1.00', { discount_percent: '10', cap_minor: 8000 })),
      tax_percent: '19',
    }
    const result = quote(from, minutes(100))
    expect(shape(result)).toEqual([
      ['usage', '6000', '1.00', 10_000],
      ['discount', '100.00', '-10', -1000],
      ['cap', '10.00', '-100', -1000],
      ['tax', '80.00', '19', 1520],
    ])
    expect(result.totals).toEqual({
      subtotal_minor: 10_000,
      discount_minor: 2000,
      tax_minor: 1520,
      total_minor: 9520,
    })
  })

  test('a cap counts what is left after the discount: 90 EUR stay below a cap of 95', () => {
    const from = plan(perMinute('1.00', { discount_percent: '10', cap_minor: 9500 }))
    expect(totalOf(from, minutes(100))).toBe(9000)
  })

  test('a minimum is what is really paid: the shortfall counts from the discounted amount', () => {
    const from = plan(perMinute('1.00', { discount_percent: '50', minimum_minor: 3000 }))
    expect(shape(quote(from, minutes(40)))).toEqual([
      ['usage', '2400', '1.00', 4000],
      ['discount', '40.00', '-50', -2000],
      ['minimum', '10.00', '100', 1000],
    ])
  })

  test('a minimum is owed by calendar days for a part of the period, a cap is not', () => {
    const from = plan(perMinute('1.00', { minimum_minor: 3100, cap_minor: 5000 }))
    const share = { days: 10, of: 31 }
    expect(quote(from, [], { share }).totals.total_minor).toBe(1000)
    expect(quote(from, minutes(60), { share }).totals.total_minor).toBe(5000)
  })

  test("a plan's own terms see all its prices, each after its own terms", () => {
    const from: Plan = {
      ...plan(perMinute('1.00', { cap_minor: 5000 }), {
        model: 'flat',
        amount_minor: 1000,
        description_key: 'number',
      }),
      discount_percent: '25',
      cap_minor: 4000,
    }
    expect(quote(from, minutes(100)).lines.map(({ amount_minor }) => amount_minor)).toEqual([
      10_000, -5000, 1000, -1500, -500,
    ])
  })

  test('a discount is always shown, to the cent of the charged lines', () => {
    expect(totalOf(plan(perMinute('0.05', { discount_percent: '50' })), minutes(1))).toBe(2)
  })

  test('tax of nought is a line, no tax is none', () => {
    expect(shape(quote({ ...plan(), tax_percent: '0', flat_fee_minor: 100 }, []))[1]).toEqual([
      'tax',
      '1.00',
      '0',
      0,
    ])
    expect(quote({ ...plan(), flat_fee_minor: 100 }, []).lines).toHaveLength(1)
  })

  test('the sum of rounded lines is the total: two lines of 1.005 are 2.02, as shown', () => {
    const from = plan(perMinute('1.005'), {
      model: 'per_unit',
      meter: 'calls',
      unit: 'call',
      unit_price: '1.005',
    })
    expect(totalOf(from, [...minutes(1), { meter: 'calls', quantity: '1' }])).toBe(202)
  })
})

describe('what a quote tells', () => {
  test('every line comes to its amount by its own figures', () => {
    const from: Plan = {
      ...tiered('graduated', [
        { up_to: '3.5', unit_price: '0.333', flat_fee_minor: 5 },
        { up_to: null, unit_price: '0.1111' },
      ]),
      flat_fee_minor: 999,
      discount_percent: '12.5',
      cap_minor: 500,
      tax_percent: '19',
    }
    const { lines } = quote(from, calls(61, 299), { share: { days: 3, of: 28 } })
    expect(lines.map(({ kind }) => kind)).toEqual(['fee', 'usage', 'fee', 'usage', 'discount', 'tax'])
    for (const line of lines) expect(lineAmount(line, 'EUR')).toBe(line.amount_minor)
  })

  test('usage that no price covers is named, not silently free', () => {
    const usage: UsageItem[] = [...minutes(1), ...appointments(2), { meter: 'calls', quantity: '0' }]
    expect(quote(plan(perMinute('0.29')), usage).unpriced_meters).toEqual(['appointments'])
  })

  test('lines name their period', () => {
    const period = { start: 0, end: 86_400_000 }
    const { lines } = quote({ ...plan(perMinute('1')), tax_percent: '19' }, minutes(1), { period })
    expect(lines.map((line) => line.period)).toEqual([period, period])
  })
})

describe('what cannot be priced', () => {
  test.each([
    ['a plan against the rules', { plan: plan(perMinute('0.29', { unit: 'call' })), usage: [] }],
    ['negative usage', { plan: plan(perMinute('0.29')), usage: calls(-1) }],
    [
      'half an event',
      { plan: plan(perMinute('0.29')), usage: [{ meter: 'call_seconds', quantity: '1', events: 0.5 }] },
    ],
    ['more days than the period has', { plan: plan(), usage: [], share: { days: 32, of: 31 } }],
    ['a total beyond safe integers', { plan: plan(perMinute('999999999')), usage: minutes(999_999_999_999) }],
  ] as [string, PricingRequest][])('%s is refused aloud', (_, request) => {
    expect(() => calculator.quote(request)).toThrow(RangeError)
  })
})
