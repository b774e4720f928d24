import { type Static, Type } from '@sinclair/typebox'
import type { BillingDetails } from './billing-details.ts'

const text = (maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, pattern: '\\S', description })
const orNull = (maxLength: number, description: string) =>
  Type.Union([Type.String({ minLength: 1, maxLength, pattern: '\\S' }), Type.Null()], { description })

const VatId = Type.Union(
  [
    Type.String({ pattern: '^[A-Z]{2}[0-9A-Z+*]{2,13}$', examples: ['DE123456789', 'ATU12345678'] }),
    Type.Null(),
  ],
  {
    description: "For VAT, without blanks, the country's two letters first: DE123456789",
  },
)

const fields = {
  name: text(200, 'As it is to stand on invoices'),
  line1: text(200, 'Street and number'),
  line2: orNull(200, 'What else the address needs'),
  postal_code: orNull(20, 'Null where the country has none'),
  city: text(100, 'City'),
  country: Type.String({ pattern: '^[A-Z]{2}$', examples: ['DE'], description: 'ISO 3166-1' }),
  email: Type.Union([Type.String({ format: 'email', maxLength: 254 }), Type.Null()], {
    description: 'Invoices go there as well, where the payer has named no other address',
  }),
  vat_id: VatId,
  tax_number: orNull(40, "The tax office's, in its own spelling: 37/123/45678"),
}

/** As an invoice shows one of its ends. */
export const billingPartySchema = Type.Object(fields, { title: 'BillingParty' })

export const billingDetailsSchema = Type.Object(
  {
    details: Type.Union([billingPartySchema, Type.Null()], { description: 'Null: nothing was said yet' }),
    version: Type.Integer({ description: '0: nothing was said yet' }),
  },
  { title: 'BillingDetails' },
)

export const newBillingDetailsSchema = Type.Object(
  {
    ...fields,
    line2: Type.Optional(fields.line2),
    postal_code: Type.Optional(fields.postal_code),
    email: Type.Optional(fields.email),
    vat_id: Type.Optional(fields.vat_id),
    tax_number: Type.Optional(fields.tax_number),
  },
  { additionalProperties: false },
)

export const detailsOf = (body: Static<typeof newBillingDetailsSchema>): BillingDetails => ({
  name: body.name,
  line1: body.line1,
  line2: body.line2 ?? null,
  postalCode: body.postal_code ?? null,
  city: body.city,
  country: body.country,
  email: body.email ?? null,
  vatId: body.vat_id ?? null,
  taxNumber: body.tax_number ?? null,
})

export const presentParty = (details: BillingDetails | null): Static<typeof billingPartySchema> | null =>
  details && {
    name: details.name,
    line1: details.line1,
    line2: details.line2,
    postal_code: details.postalCode,
    city: details.city,
    country: details.country,
    email: details.email,
    vat_id: details.vatId,
    tax_number: details.taxNumber,
  }
