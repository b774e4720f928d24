import type { Shape } from '../../api/shapes.ts'
import { majorOf, minorOf, type TypedAmount } from '../../ui/money.ts'

export type Plan = Shape<'Plan'>
export type Terms = Plan['terms']
export type Price = Terms['prices'][number]
export type Model = Price['model']
type Metered = Exclude<Price, { model: 'flat' }>
export type Meter = Metered['meter']
export type Unit = Metered['unit']

/** Words that the pages have for fixed amounts; others are shown by their key. */
export const FIXED = ['service', 'phone_number', 'support', 'setup'] as const

/** As typed; under the names of the API, so that its complaints find their fields. */
export interface TypedLimits {
  discount_percent: TypedAmount
  minimum_minor: TypedAmount
  cap_minor: TypedAmount
}
export interface TypedTier {
  /** Of the last one nothing is asked: it has no end. */
  up_to: TypedAmount
  unit_price: TypedAmount
  flat_fee_minor: TypedAmount
}
/** What all models ask for; `model` says which of it counts. */
export interface TypedPrice extends TypedLimits {
  model: Model
  meter: Meter
  unit: Unit
  unit_rounding: NonNullable<Metered['unit_rounding']> | 'none'
  unit_price: TypedAmount
  included: TypedAmount
  tiers: TypedTier[]
  package_size: TypedAmount
  package_price_minor: TypedAmount
  amount_minor: TypedAmount
  /** Of fixed amounts the word of their line; of others what another client of the API has made of it. */
  description_key: string
}
export interface PlanValues extends Record<string, unknown> {
  name: string
  terms: TypedLimits & {
    currency: string
    flat_fee_minor: TypedAmount
    tax_percent: TypedAmount
    prices: TypedPrice[]
  }
}

/** In which units each meter can be priced. */
export const UNITS_OF: Readonly<Record<Meter, readonly Unit[]>> = {
  call_seconds: ['minute', 'second', 'hour'],
  calls: ['call'],
  appointments: ['appointment'],
}

const NO_LIMITS: TypedLimits = { discount_percent: '', minimum_minor: '', cap_minor: '' }
export const NEW_TIER: TypedTier = { up_to: '', unit_price: '', flat_fee_minor: '' }
export const NEW_PRICE: TypedPrice = {
  ...NO_LIMITS,
  model: 'per_unit',
  meter: 'call_seconds',
  unit: 'minute',
  unit_rounding: 'none',
  unit_price: '',
  included: '',
  tiers: [NEW_TIER, NEW_TIER],
  package_size: '',
  package_price_minor: '',
  amount_minor: '',
  description_key: '',
}

export const newPlan = (currency: string): PlanValues => ({
  name: '',
  terms: { ...NO_LIMITS, currency, flat_fee_minor: '', tax_percent: '', prices: [NEW_PRICE] },
})

const limitsOf = (limits: Pick<Terms, keyof TypedLimits>, currency: string): TypedLimits => ({
  discount_percent: limits.discount_percent ?? '',
  minimum_minor: majorOf(limits.minimum_minor, currency),
  cap_minor: majorOf(limits.cap_minor, currency),
})

/** A plan as its form shows it. */
export function valuesOf({ name, terms }: Pick<Plan, 'name' | 'terms'>): PlanValues {
  const { currency } = terms
  return {
    name,
    terms: {
      ...limitsOf(terms, currency),
      currency,
      flat_fee_minor: majorOf(terms.flat_fee_minor, currency),
      tax_percent: terms.tax_percent ?? '',
      prices: terms.prices.map((price) => typedPrice(price, currency)),
    },
  }
}

function typedPrice(price: Price, currency: string): TypedPrice {
  const typed = { ...NEW_PRICE, ...limitsOf(price, currency), model: price.model }
  if (price.model === 'flat')
    return {
      ...typed,
      amount_minor: majorOf(price.amount_minor, currency),
      description_key: price.description_key,
    }
  const { meter, unit, unit_rounding: rounding, description_key: key = '' } = price
  const metered = {
    ...typed,
    meter,
    unit,
    unit_rounding: rounding ?? ('none' as const),
    description_key: key,
  }
  if (price.model === 'per_unit')
    return { ...metered, unit_price: price.unit_price, included: price.included ?? '' }
  if (price.model === 'package')
    return {
      ...metered,
      package_size: price.package_size,
      package_price_minor: majorOf(price.package_price_minor, currency),
    }
  const tiers = price.tiers.map((tier) => ({
    up_to: tier.up_to ?? '',
    unit_price: tier.unit_price,
    flat_fee_minor: majorOf(tier.flat_fee_minor, currency),
  }))
  return { ...metered, tiers }
}

/** Plain digits with a point: 1e-7 is none. */
const decimalOf = (typed: TypedAmount): string =>
  typeof typed === 'string'
    ? typed
    : typed.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 12 })

/** Only what was typed is sent. */
const given = <K extends string, V>(key: K, value: V | undefined | ''): { [P in K]?: V } =>
  value === undefined || value === '' ? {} : ({ [key]: value } as { [P in K]?: V })

const sentLimits = (typed: TypedLimits, currency: string) => ({
  ...given('discount_percent', decimalOf(typed.discount_percent)),
  ...given('minimum_minor', minorOf(typed.minimum_minor, currency)),
  ...given('cap_minor', minorOf(typed.cap_minor, currency)),
})

/** What is sent. `missingIn` has found nothing. */
export function termsOf({ terms }: PlanValues): Terms {
  const { currency } = terms
  return {
    ...sentLimits(terms, currency),
    currency,
    ...given('flat_fee_minor', minorOf(terms.flat_fee_minor, currency)),
    ...given('tax_percent', decimalOf(terms.tax_percent)),
    prices: terms.prices.map((price) => sentPrice(price, currency)),
  }
}

function sentPrice(typed: TypedPrice, currency: string): Price {
  const limits = sentLimits(typed, currency)
  const { model, meter, unit, unit_rounding: rounding, description_key: key } = typed
  const minor = (amount: TypedAmount) => minorOf(amount, currency) ?? 0
  if (model === 'flat')
    return { model, ...limits, amount_minor: minor(typed.amount_minor), description_key: key || FIXED[0] }
  const isRounded = meter === 'call_seconds' && rounding !== 'none'
  const metered = {
    ...limits,
    meter,
    unit,
    ...(isRounded ? { unit_rounding: rounding } : {}),
    ...given('description_key', key),
  }
  if (model === 'per_unit')
    return {
      model,
      ...metered,
      unit_price: decimalOf(typed.unit_price),
      ...given('included', decimalOf(typed.included)),
    }
  if (model === 'package')
    return {
      model,
      ...metered,
      package_size: decimalOf(typed.package_size),
      package_price_minor: minor(typed.package_price_minor),
    }
  const last = typed.tiers.length - 1
  const tiers = typed.tiers.map((tier, at) => ({
    up_to: at === last ? null : decimalOf(tier.up_to),
    unit_price: decimalOf(tier.unit_price),
    ...given('flat_fee_minor', minorOf(tier.flat_fee_minor, currency)),
  }))
  return { model, ...metered, tiers }
}

/** Fields, by their paths, that a plan needs and that are empty. */
export function missingIn({ name, terms }: PlanValues): string[] {
  return [
    ...(name.trim() === '' ? ['name'] : []),
    ...terms.prices.flatMap((price, at) =>
      missingInPrice(price).map((field) => `terms.prices.${at}.${field}`),
    ),
  ]
}

const NEEDED = {
  flat: ['amount_minor'],
  per_unit: ['unit_price'],
  package: ['package_size', 'package_price_minor'],
} as const

function missingInPrice(price: TypedPrice): string[] {
  const { model } = price
  if (model !== 'graduated' && model !== 'volume') return NEEDED[model].filter((field) => price[field] === '')
  const last = price.tiers.length - 1
  return price.tiers.flatMap((tier, at) =>
    (['up_to', 'unit_price'] as const)
      .filter((field) => tier[field] === '' && !(field === 'up_to' && at === last))
      .map((field) => `tiers.${at}.${field}`),
  )
}
