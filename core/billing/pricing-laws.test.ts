import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { totalsOf } from './invoice-totals.ts'
import type { Plan, Price, Tier } from './price.ts'
import { lineAmount } from './price-line.ts'
import { PricingCalculator, type Quote } from './pricing-calculator.ts'
import type { UnitRounding, UsageItem } from './usage-quantity.ts'

const calculator = new PricingCalculator()
const quote = (plan: Plan, usage: readonly UsageItem[], billed_usage?: readonly UsageItem[]): Quote =>
  calculator.quote({ plan, usage, ...(billed_usage && { billed_usage }) })
const totalOf = (plan: Plan, usage: readonly UsageItem[]): number => quote(plan, usage).totals.total_minor

/** A decimal as whole digits over a power of ten, so that the oracle can use BigInt and the plan its text. */
interface Scaled {
  readonly digits: bigint
  readonly scale: number
}
const text = ({ digits, scale }: Scaled): string => {
  const padded = `${digits}`.padStart(scale + 1, '0')
  return scale === 0 ? padded : `${padded.slice(0, -scale)}.${padded.slice(-scale)}`
}
const scaled = (max: number, scale: number): fc.Arbitrary<Scaled> =>
  fc
    .tuple(fc.nat({ max }), fc.nat({ max: scale }))
    .map(([digits, places]) => ({ digits: BigInt(digits), scale: places }))
const decimal = (max: number, scale: number): fc.Arbitrary<string> => scaled(max, scale).map(text)

const seconds = fc.oneof(fc.nat({ max: 7200 }).map(String), decimal(7_200_000, 3))
const call: fc.Arbitrary<UsageItem> = seconds.map((quantity) => ({ meter: 'call_seconds', quantity }))
const event: fc.Arbitrary<UsageItem> = fc.oneof(
  call,
  fc.constant<UsageItem>({ meter: 'calls', quantity: '1' }),
  fc.record({
    meter: fc.constant('appointments' as const),
    quantity: fc.constant('1'),
    events: fc.nat({ max: 50 }),
  }),
)
const events = fc.array(event, { maxLength: 25 })

const rounding = fc.constantFrom<UnitRounding>('second', '6s', '30s', 'minute')
const rate = decimal(99_999, 4)
const fee = fc.nat({ max: 10_000 })
const percent = fc.nat({ max: 10_000 }).map((digits) => text({ digits: BigInt(digits), scale: 2 }))

const tiers: fc.Arbitrary<Tier[]> = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { maxLength: 4 }),
    fc.array(fc.tuple(rate, fee), { minLength: 5, maxLength: 5 }),
  )
  .map(([bounds, terms]) => {
    const upTo = [...bounds.sort((a, b) => a - b).map(String), null]
    return upTo.map((up_to, index) => {
      const [unit_price = '0', flat_fee_minor = 0] = terms[index] ?? []
      return { up_to, unit_price, flat_fee_minor }
    })
  })

const terms = fc
  .record({ discount_percent: percent, floor: fee, room: fee }, { requiredKeys: [] })
  .map(({ discount_percent, floor, room }) => ({
    ...(discount_percent !== undefined && { discount_percent }),
    ...(floor !== undefined && { minimum_minor: floor }),
    ...(room !== undefined && { cap_minor: room + (floor ?? 0) }),
  }))

const bySeconds = { meter: 'call_seconds', unit: 'minute' } as const
const rounded = fc
  .option(rounding, { nil: undefined })
  .map((unit_rounding) => (unit_rounding ? { unit_rounding } : {}))

const model: fc.Arbitrary<Price> = fc.oneof(
  fc
    .tuple(rate, decimal(50_000, 2))
    .map(([unit_price, included]): Price => ({ model: 'per_unit', ...bySeconds, unit_price, included })),
  tiers.map((of): Price => ({ model: 'graduated', ...bySeconds, tiers: of })),
  tiers.map((of): Price => ({ model: 'volume', ...bySeconds, tiers: of })),
  fc.tuple(fc.integer({ min: 1, max: 60 }), fee).map(
    ([size, package_price_minor]): Price => ({
      model: 'package',
      ...bySeconds,
      package_size: String(size),
      package_price_minor,
    }),
  ),
  rate.map((unit_price): Price => ({ model: 'per_unit', meter: 'calls', unit: 'call', unit_price })),
  fee.map((amount_minor): Price => ({ model: 'flat', amount_minor, description_key: 'number' })),
)

const price: fc.Arbitrary<Price> = fc
  .tuple(model, terms, rounded)
  .map(
    ([base, more, round]): Price =>
      base.model === 'flat' || base.meter !== 'call_seconds'
        ? { ...base, ...more }
        : { ...base, ...more, ...round },
  )

const plans = (prices: fc.Arbitrary<Price> = price): fc.Arbitrary<Plan> =>
  fc
    .tuple(
      fc.constantFrom('EUR', 'JPY', 'KWD'),
      fc.array(prices, { maxLength: 4 }),
      terms,
      fee,
      fc.option(percent, { nil: undefined }),
    )
    .map(([currency, list, more, flat_fee_minor, tax_percent]) => ({
      currency,
      prices: list,
      ...more,
      flat_fee_minor,
      ...(tax_percent !== undefined && { tax_percent }),
    }))

const untaxed = ({ tax_percent, ...plan }: Plan): Plan => plan
const only = (one: Price): Plan => ({ currency: 'EUR', prices: [one] })
const splitAt = <T>(list: readonly T[], at: number): [T[], T[]] => [list.slice(0, at), list.slice(at)]

describe('for any plan and usage', () => {
  test('the lines add up to the totals, and each explains its amount', () => {
    fc.assert(
      fc.property(plans(), events, ({ ...plan }, usage) => {
        const { lines, totals } = quote(plan, usage)
        const sum = (counts: (kind: string) => boolean) =>
          lines.filter(({ kind }) => counts(kind)).reduce((total, line) => total + line.amount_minor, 0)
        expect(sum((kind) => !['discount', 'cap', 'tax'].includes(kind))).toBe(totals.subtotal_minor)
        expect(totals.total_minor).toBe(totals.subtotal_minor - totals.discount_minor + totals.tax_minor)
        expect(sum(() => true)).toBe(totals.total_minor)
        for (const line of lines) expect(lineAmount(line, plan.currency)).toBe(line.amount_minor)
      }),
    )
  })

  test('the order of events never changes a line', () => {
    const shuffled = events.chain((usage) =>
      fc.tuple(fc.constant(usage), fc.shuffledSubarray(usage, { minLength: usage.length })),
    )
    fc.assert(
      fc.property(plans(), shuffled, (plan, [usage, other]) => {
        expect(quote(plan, other)).toEqual(quote(plan, usage))
      }),
    )
  })

  test('billing a period in two parts charges, before tax, exactly what billing it at once does', () => {
    fc.assert(
      fc.property(plans().map(untaxed), events, fc.nat({ max: 25 }), (plan, usage, at) => {
        const [early, late] = splitAt(usage, at)
        const parts = totalOf(plan, early) + quote(plan, late, early).totals.total_minor
        expect(parts).toBe(totalOf(plan, usage))
      }),
    )
  })

  test('the amount lies between the minimum and the cap of the plan', () => {
    fc.assert(
      fc.property(plans().map(untaxed), events, (plan, usage) => {
        const total = totalOf(plan, usage)
        expect(total).toBeGreaterThanOrEqual(plan.minimum_minor ?? 0)
        expect(total).toBeLessThanOrEqual(plan.cap_minor ?? Number.MAX_SAFE_INTEGER)
      }),
    )
  })
})

describe('one call split in two', () => {
  const parts = fc.tuple(fc.nat({ max: 5000 }), fc.nat({ max: 5000 }))
  const usage = (...lengths: number[]): UsageItem[] =>
    lengths.map((length) => ({ meter: 'call_seconds', quantity: String(length) }))

  test('costs the same where no rounding is declared', () => {
    fc.assert(
      fc.property(model, parts, (one, [a, b]) => {
        fc.pre(one.model !== 'flat' && one.meter === 'call_seconds')
        expect(totalOf(only(one), usage(a, b))).toBe(totalOf(only(one), usage(a + b)))
      }),
    )
  })

  test('costs what its two rounded parts cost where it is', () => {
    const STEPS = { second: 1, '6s': 6, '30s': 30, minute: 60 }
    fc.assert(
      fc.property(model, rounding, parts, (one, unit_rounding, [a, b]) => {
        fc.pre(one.model !== 'flat' && one.meter === 'call_seconds')
        const step = STEPS[unit_rounding]
        const up = (length: number) => Math.ceil(length / step) * step
        expect(totalOf(only({ ...one, unit_rounding }), usage(a, b))).toBe(
          totalOf(only(one), usage(up(a) + up(b))),
        )
      }),
    )
  })
})

describe('graduated tiers', () => {
  const of = (list: Tier[]): Plan => only({ model: 'graduated', ...bySeconds, tiers: list })
  const at = (plan: Plan, length: string): number =>
    totalOf(plan, [{ meter: 'call_seconds', quantity: length }])

  test('never cost less for more', () => {
    fc.assert(
      fc.property(tiers, fc.nat({ max: 20_000 }), fc.nat({ max: 20_000 }), (list, a, b) => {
        expect(at(of(list), String(a + b))).toBeGreaterThanOrEqual(at(of(list), String(a)))
      }),
    )
  })

  test('jump at a bound by the fee of the next tier and nothing else', () => {
    fc.assert(
      fc.property(tiers, fc.nat({ max: 3 }), (list, index) => {
        const [tier, next] = list.slice(index)
        fc.pre(tier !== undefined && next !== undefined)
        const bound = Number(tier?.up_to) * 60
        const jump = at(of(list), `${bound}.000000001`) - at(of(list), String(bound))
        expect(jump).toBe(next?.flat_fee_minor ?? 0)
      }),
    )
  })
})

describe('against integer arithmetic on BigInt', () => {
  /** (numerator / denominator) rounded half-up; both positive. */
  const halfUp = (numerator: bigint, denominator: bigint): bigint =>
    (numerator * 2n + denominator) / (denominator * 2n)
  const ten = (scale: number): bigint => 10n ** BigInt(scale)

  test('a price per minute with included minutes drifts by nothing', () => {
    const lengths = fc.array(scaled(1_000_000_000, 3), { maxLength: 20 })
    fc.assert(
      fc.property(lengths, scaled(2_000_000_000, 9), scaled(100_000, 3), (calls, unitPrice, included) => {
        const usage = calls.map((length): UsageItem => ({ meter: 'call_seconds', quantity: text(length) }))
        const used = calls.reduce((sum, { digits, scale }) => sum + digits * ten(3 - scale), 0n)
        const free = included.digits * ten(3 - included.scale) * 60n
        const charged = used > free ? used - free : 0n
        const cents = halfUp(charged * unitPrice.digits * 100n, ten(3 + unitPrice.scale) * 60n)
        fc.pre(cents <= BigInt(Number.MAX_SAFE_INTEGER))
        const plan = only({
          model: 'per_unit',
          ...bySeconds,
          unit_price: text(unitPrice),
          included: text(included),
        })
        expect(BigInt(totalOf(plan, usage))).toBe(cents)
      }),
    )
  })

  test('discount and tax drift by nothing', () => {
    const inPercent = scaled(10_000, 2).map(({ digits }) => ({ digits, scale: 2 }))
    fc.assert(
      fc.property(fc.nat(), inPercent, inPercent, (amount_minor, discount, tax) => {
        const net = BigInt(amount_minor) - halfUp(BigInt(amount_minor) * discount.digits, 10_000n)
        const plan: Plan = {
          ...only({
            model: 'flat',
            amount_minor,
            description_key: 'number',
            discount_percent: text(discount),
          }),
          tax_percent: text(tax),
        }
        const { totals, lines } = quote(plan, [])
        expect(BigInt(totals.tax_minor)).toBe(halfUp(net * tax.digits, 10_000n))
        expect(BigInt(totals.total_minor)).toBe(net + BigInt(totals.tax_minor))
        expect(totals).toEqual(totalsOf(lines))
      }),
    )
  })

  test('long quantities in many tiers are not cut to a float or to twenty digits', () => {
    const plan = only({
      model: 'graduated',
      ...bySeconds,
      tiers: [
        { up_to: '0.000000001', unit_price: '0' },
        { up_to: null, unit_price: '0.000000000001' },
      ],
    })
    const [line] = quote(plan, [
      { meter: 'call_seconds', quantity: '123456789012345.123456789' },
    ]).lines.slice(1)
    expect(line?.quantity).toBe('123456789012345.123456729')
  })
})
