import { List } from '@mantine/core'
import type { Shape } from '../../api/shapes.ts'
import { among } from '../../ui/among.ts'
import { useBillingWords } from '../../words/billing.ts'
import { useFormats } from '../../words/formats.ts'
import { METERS } from './meters.ts'
import { FIXED } from './plan-values.ts'

type Terms = Shape<'Plan'>['terms']
type Price = Terms['prices'][number]
type Tiered = Extract<Price, { model: 'graduated' | 'volume' }>
type Limits = Pick<Terms, 'discount_percent' | 'minimum_minor' | 'cap_minor'>

/** The terms of a plan in words, a line for each. */
export function TermsList({ terms }: { terms: Terms }) {
  const lines = useTermLines()(terms)
  return (
    <List size="sm">
      {lines.map((line) => (
        <List.Item key={line}>{line}</List.Item>
      ))}
    </List>
  )
}

/** What is due at no usage at all first, tax last. */
export function useTermLines(): (terms: Terms) => string[] {
  const say = useBillingWords()
  const formats = useFormats()
  const priceLine = usePriceLine()
  const limits = useLimits()
  return (terms) => [
    ...(terms.flat_fee_minor === undefined
      ? []
      : [`${say('fee')}: ${formats.money(terms.flat_fee_minor, terms.currency)}`]),
    ...terms.prices.map((price) =>
      [priceLine(price, terms.currency), ...limits(price, terms.currency)].join(', '),
    ),
    ...limits(terms, terms.currency),
    ...(terms.tax_percent === undefined
      ? []
      : [say('tax', { percent: formats.number(Number(terms.tax_percent)) })]),
  ]
}

function useLimits(): (limits: Limits, currency: string) => string[] {
  const say = useBillingWords()
  const formats = useFormats()
  return ({ discount_percent: discount, minimum_minor: least, cap_minor: most }, currency) => [
    ...(discount === undefined ? [] : [say('limit.discount', { percent: formats.number(Number(discount)) })]),
    ...(least === undefined ? [] : [say('limit.minimum', { amount: formats.money(least, currency) })]),
    ...(most === undefined ? [] : [say('limit.cap', { amount: formats.money(most, currency) })]),
  ]
}

function usePriceLine(): (price: Price, currency: string) => string {
  const say = useBillingWords()
  const formats = useFormats()
  const figures = useFigures()
  return (price, currency) => {
    if (price.model === 'flat') {
      const known = among(FIXED, price.description_key)
      const what = known ? say(`fixed.${known}`) : price.description_key
      return `${what}: ${formats.money(price.amount_minor, currency)}`
    }
    const meter = among(METERS, price.meter)
    const what = meter ? say(`meter.${meter}`) : price.meter
    const rounding = price.unit_rounding ? `, ${say(`rounded.${price.unit_rounding}`)}` : ''
    return `${what}: ${figures(price, currency)}${rounding}`
  }
}

function useFigures(): (price: Exclude<Price, { model: 'flat' }>, currency: string) => string {
  const say = useBillingWords()
  const formats = useFormats()
  const tiers = useTierText()
  return (price, currency) => {
    const unit = say(`unit.${price.unit}`)
    const number = (decimal: string) => formats.number(Number(decimal))
    if (price.model === 'per_unit') {
      const each = say('perUnit', { price: formats.rate(Number(price.unit_price), currency), unit })
      return price.included ? `${each}, ${say('included', { count: number(price.included) })}` : each
    }
    if (price.model === 'package') {
      const money = formats.money(price.package_price_minor, currency)
      return say('package', { price: money, size: number(price.package_size), unit })
    }
    return say(price.model, { unit, tiers: tiers(price, currency) })
  }
}

function useTierText(): (price: Tiered, currency: string) => string {
  const say = useBillingWords()
  const formats = useFormats()
  return ({ tiers }, currency) =>
    tiers
      .map(({ up_to: upTo, unit_price: rate, flat_fee_minor: fee }) => {
        const price = formats.rate(Number(rate), currency)
        const plus = fee ? ` + ${formats.money(fee, currency)}` : ''
        if (tiers.length === 1) return `${price}${plus}`
        return upTo === null
          ? `${say('tierRest', { price })}${plus}`
          : `${say('tierTo', { upTo: formats.number(Number(upTo)), price })}${plus}`
      })
      .join(', ')
}
