import type { Decimal } from 'decimal.js'
import { ExactDecimal, parseDecimal, toDecimalString } from '../platform/money.ts'
import { METERS, unitSize } from './meter.ts'
import type {
  GraduatedPrice,
  MeteredPrice,
  PackagePrice,
  PerUnitPrice,
  Price,
  Tier,
  VolumePrice,
} from './price.ts'
import { fixedLine, type LineContext, type LineDraft, type PriceLine, priceLine } from './price-line.ts'
import { type UsageItem, usedQuantity } from './usage-quantity.ts'

/** A metered price with its usage, both in the meter's own unit; `size` of that unit make one priced unit. */
interface Rated<P extends MeteredPrice> {
  readonly price: P
  readonly used: Decimal
  readonly size: number
  readonly context: LineContext
}

type Rate = Pick<LineDraft, 'description_key' | 'unit_price'> & Partial<Pick<LineDraft, 'basis'>>

const usageLine = ({ price, size, context }: Rated<MeteredPrice>, quantity: Decimal, rate: Rate): PriceLine =>
  priceLine(
    {
      kind: 'usage',
      meter: price.meter,
      quantity: quantity.toFixed(),
      unit: METERS[price.meter].unit,
      price_quantity: String(size),
      ...rate,
    },
    context,
  )

const perUnitLines = (rated: Rated<PerUnitPrice>): PriceLine[] => {
  const { price, used, size } = rated
  const free = ExactDecimal.min(used, parseDecimal(price.included ?? '0').times(size))
  const charged = used.minus(free)
  const key = price.description_key ?? 'usage'
  return [
    ...(free.isZero()
      ? []
      : [usageLine(rated, free, { description_key: `${key}.included`, unit_price: '0' })]),
    ...(charged.isZero()
      ? []
      : [usageLine(rated, charged, { description_key: key, unit_price: price.unit_price })]),
  ]
}

/** A tier with its bounds in the price's unit (`after` excluded, `upTo` included; null is no bound). */
interface BoundedTier {
  readonly tier: Tier
  readonly after: string
}

const bounded = (tiers: readonly Tier[]): BoundedTier[] =>
  tiers.map((tier, index) => ({ tier, after: tiers[index - 1]?.up_to ?? '0' }))

const tierLines = (
  rated: Rated<GraduatedPrice | VolumePrice>,
  { tier, after }: BoundedTier,
  quantity: Decimal,
): PriceLine[] => {
  const { price, context } = rated
  const key = price.description_key ?? `usage.${price.model}`
  const basis = { kind: 'tier', after, up_to: tier.up_to, unit: price.unit } as const
  const fee = {
    kind: 'fee',
    meter: price.meter,
    description_key: `${key}.fee`,
    quantity: '1',
    unit: 'tier',
    unit_price: toDecimalString({ amount: tier.flat_fee_minor ?? 0, currency: context.currency }),
    price_quantity: '1',
    basis,
  } as const
  return [
    ...(quantity.isZero()
      ? []
      : [usageLine(rated, quantity, { description_key: key, unit_price: tier.unit_price, basis })]),
    ...(tier.flat_fee_minor ? [priceLine(fee, context)] : []),
  ]
}

/** Each tier that the usage has entered; the first is entered by having the price, even with no usage. */
const graduatedLines = (rated: Rated<GraduatedPrice>): PriceLine[] => {
  const { price, used, size } = rated
  return bounded(price.tiers).flatMap((entry, index) => {
    const from = parseDecimal(entry.after).times(size)
    if (index > 0 && used.lte(from)) return []
    const upTo = entry.tier.up_to
    const end = upTo === null ? used : ExactDecimal.min(used, parseDecimal(upTo).times(size))
    return tierLines(rated, entry, end.minus(from))
  })
}

const volumeLines = (rated: Rated<VolumePrice>): PriceLine[] => {
  const { price, used, size } = rated
  const holds = ({ tier: { up_to } }: BoundedTier): boolean =>
    up_to === null || used.lte(parseDecimal(up_to).times(size))
  const entry = bounded(price.tiers).find(holds)
  return entry ? tierLines(rated, entry, used) : []
}

const packageLines = ({ price, used, size, context }: Rated<PackagePrice>): PriceLine[] => {
  const packages = used.div(parseDecimal(price.package_size).times(size)).ceil()
  if (packages.isZero()) return []
  const draft: LineDraft = {
    kind: 'usage',
    meter: price.meter,
    description_key: price.description_key ?? 'usage.package',
    quantity: packages.toFixed(),
    unit: 'package',
    unit_price: toDecimalString({ amount: price.package_price_minor, currency: context.currency }),
    price_quantity: '1',
    basis: {
      kind: 'package',
      size: parseDecimal(price.package_size).times(size).toFixed(),
      used: used.toFixed(),
      unit: METERS[price.meter].unit,
    },
  }
  return [priceLine(draft, context)]
}

const meteredLines = (
  price: MeteredPrice,
  usage: readonly UsageItem[],
  context: LineContext,
): PriceLine[] => {
  const size = unitSize(price.meter, price.unit)
  if (size === undefined) throw new RangeError(`${price.meter} cannot be priced per ${price.unit}`)
  const rest = { used: usedQuantity(usage, price.meter, price.unit_rounding), size, context }
  switch (price.model) {
    case 'per_unit':
      return perUnitLines({ price, ...rest })
    case 'graduated':
      return graduatedLines({ price, ...rest })
    case 'volume':
      return volumeLines({ price, ...rest })
    case 'package':
      return packageLines({ price, ...rest })
  }
}

/** The lines one price makes of the usage, before its discount, minimum and cap. */
export const modelLines = (price: Price, usage: readonly UsageItem[], context: LineContext): PriceLine[] =>
  price.model === 'flat'
    ? [fixedLine(price.description_key, price.amount_minor, context)]
    : meteredLines(price, usage, context)
