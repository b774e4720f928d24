import { type Static, type TObject, type TProperties, Type } from '@sinclair/typebox'

/** An object that refuses unknown fields: a misspelt `included` would otherwise be billed. */
const Closed = <P extends TProperties>(properties: P): TObject<P> =>
  Type.Object(properties, { additionalProperties: false })

/** A rate, bound or quantity: text, because a JSON number has already lost 0.29. Digits are bounded to keep arithmetic exact. */
const Decimal = (description: string) =>
  Type.String({ pattern: '^\\d{1,15}(\\.\\d{1,12})?$', description, examples: ['0.29'] })

const Percent = (description: string) =>
  Type.String({ pattern: '^\\d{1,3}(\\.\\d{1,6})?$', description, examples: ['19'] })

const Minor = (description: string) =>
  Type.Integer({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: `${description}, in minor units`,
  })

const SignedMinor = () =>
  Type.Integer({ minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })
const DescriptionKey = Type.String({
  pattern: '^[a-z0-9_.]{1,80}$',
  examples: ['phone_number'],
  description: 'Translation key of the line',
})

export const meterSchema = Type.Union([
  Type.Literal('call_seconds'),
  Type.Literal('calls'),
  Type.Literal('appointments'),
])

const Unit = Type.Union([
  Type.Literal('second'),
  Type.Literal('minute'),
  Type.Literal('hour'),
  Type.Literal('call'),
  Type.Literal('appointment'),
])

const UnitRounding = Type.Union(
  [Type.Literal('second'), Type.Literal('6s'), Type.Literal('30s'), Type.Literal('minute')],
  { description: 'Each call is rounded up to the next full step before calls are added' },
)

const adjustments = {
  discount_percent: Type.Optional(Percent('Taken off before the minimum and the cap')),
  minimum_minor: Type.Optional(Minor('The shortfall to this is charged')),
  cap_minor: Type.Optional(Minor('The excess over this is taken off')),
}

const metered = {
  ...adjustments,
  meter: meterSchema,
  unit: Unit,
  unit_rounding: Type.Optional(UnitRounding),
  description_key: Type.Optional(DescriptionKey),
}

const Tier = Closed({
  up_to: Type.Union([Decimal('Up to and including, in the unit of the price'), Type.Null()]),
  unit_price: Decimal('Per unit, in major units of the currency'),
  flat_fee_minor: Type.Optional(Minor('Due once the tier is entered; the first at zero usage')),
})

const Tiers = Type.Array(Tier, { minItems: 1, maxItems: 100 })

export const priceSchema = Type.Union([
  Closed({
    model: Type.Literal('per_unit'),
    ...metered,
    unit_price: Decimal('Per unit, in major units of the currency'),
    included: Type.Optional(Decimal('Units that cost nothing')),
  }),
  Closed({ model: Type.Literal('graduated'), ...metered, tiers: Tiers }),
  Closed({ model: Type.Literal('volume'), ...metered, tiers: Tiers }),
  Closed({
    model: Type.Literal('package'),
    ...metered,
    package_size: Decimal('Units in a package'),
    package_price_minor: Minor('Price of each started package'),
  }),
  Closed({
    model: Type.Literal('flat'),
    ...adjustments,
    amount_minor: Minor('Due each period'),
    description_key: DescriptionKey,
  }),
])

export const planSchema = Closed({
  ...adjustments,
  currency: Type.String({ pattern: '^[A-Z]{3}$', examples: ['EUR'], description: 'ISO 4217' }),
  flat_fee_minor: Type.Optional(Minor('Due each period')),
  prices: Type.Array(priceSchema, { maxItems: 100 }),
  tax_percent: Type.Optional(Percent('On what is left after discounts, before wallet credit')),
})

export const usageItemSchema = Closed({
  meter: meterSchema,
  quantity: Decimal('Of each event, in the unit of the meter (seconds for call_seconds)'),
  events: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 1_000_000_000,
      description: 'Events of this quantity, 1 if left out',
    }),
  ),
})

const Usage = Type.Array(usageItemSchema, { maxItems: 10_000 })

export const pricingPreviewRequestSchema = Closed({
  plan: planSchema,
  usage: Usage,
  billed_usage: Type.Optional(Usage),
  period: Type.Optional(
    Closed({
      start: Type.String({ format: 'date-time' }),
      end: Type.String({ format: 'date-time', description: 'Exclusive' }),
      time_zone: Type.Optional(
        Type.String({ description: 'IANA zone in which the reply writes it; UTC if left out' }),
      ),
    }),
  ),
  share: Type.Optional(
    Closed({
      days: Type.Integer({ minimum: 0 }),
      of: Type.Integer({ minimum: 1, description: 'Days in the period' }),
    }),
  ),
})

const LineBasis = Type.Union([
  Closed({
    kind: Type.Literal('tier'),
    after: Type.String(),
    up_to: Type.Union([Type.String(), Type.Null()]),
    unit: Type.String(),
  }),
  Closed({ kind: Type.Literal('package'), size: Type.String(), used: Type.String(), unit: Type.String() }),
  Closed({ kind: Type.Literal('limit'), limit_minor: Type.Integer() }),
  Closed({ kind: Type.Literal('percent'), percent: Type.String() }),
])

/** One line as the API shows it: amount_minor = quantity x unit_price / price_quantity, rounded half-up. */
export const priceLineSchema = Closed({
  kind: Type.Union(
    (['fee', 'usage', 'minimum', 'already_billed', 'discount', 'cap', 'tax', 'credit'] as const).map((kind) =>
      Type.Literal(kind),
    ),
  ),
  meter: Type.Optional(meterSchema),
  description_key: Type.String(),
  quantity: Type.String(),
  unit: Type.String(),
  unit_price: Type.String(),
  price_quantity: Type.String(),
  amount_minor: SignedMinor(),
  period: Type.Union([
    Closed({ start: Type.String({ format: 'date-time' }), end: Type.String({ format: 'date-time' }) }),
    Type.Null(),
  ]),
  basis: Type.Optional(LineBasis),
})

export const invoiceTotalsSchema = Closed({
  subtotal_minor: SignedMinor(),
  discount_minor: SignedMinor(),
  tax_minor: SignedMinor(),
  total_minor: SignedMinor(),
})

export const pricingPreviewReplySchema = Closed({
  currency: Type.String(),
  lines: Type.Array(priceLineSchema),
  totals: invoiceTotalsSchema,
  unpriced_meters: Type.Array(meterSchema, { description: 'Used, but the plan has no price for them' }),
})

export type PricingPreviewRequest = Static<typeof pricingPreviewRequestSchema>
export type PricingPreviewReply = Static<typeof pricingPreviewReplySchema>
