import type { Shape } from '../../api/shapes.ts'

type Party = NonNullable<Shape<'BillingDetails'>['details']>

export const DETAIL_FIELDS = [
  'name',
  'line1',
  'line2',
  'postal_code',
  'city',
  'country',
  'email',
  'vat_id',
  'tax_number',
] as const
export type DetailField = (typeof DETAIL_FIELDS)[number]

export type DetailValues = Record<DetailField, string>

/** Where nothing was said yet, a tenant is called on invoices as it is here. */
export function valuesOf(details: Party | null, tenant: string): DetailValues {
  const of = (field: DetailField) => details?.[field] ?? ''
  return {
    name: details ? details.name : tenant,
    line1: of('line1'),
    line2: of('line2'),
    postal_code: of('postal_code'),
    city: of('city'),
    country: of('country'),
    email: of('email'),
    vat_id: of('vat_id'),
    tax_number: of('tax_number'),
  }
}

/** VAT numbers are typed as they are printed, with blanks and points. */
export const bodyOf = (values: DetailValues): Party => ({
  name: values.name.trim(),
  line1: values.line1.trim(),
  line2: values.line2.trim() || null,
  postal_code: values.postal_code.trim() || null,
  city: values.city.trim(),
  country: values.country,
  email: values.email.trim() || null,
  vat_id: values.vat_id.replaceAll(/[\s.-]/g, '').toUpperCase() || null,
  tax_number: values.tax_number.trim() || null,
})
