import { Type } from '@sinclair/typebox'

const nullableText = (description: string) => Type.Union([Type.String(), Type.Null()], { description })
const nullableInstant = Type.Union([Type.String({ format: 'date-time' }), Type.Null()])

export const payerSchema = Type.Object(
  {
    tenant_id: Type.String({ description: 'Who pays' }),
    email: nullableText('Where invoices are sent to'),
    state: Type.String({
      description:
        'none: invoices are sent with a page to pay them on. ready: they are collected. expiring: the card ends within 45 days. failed: it has ended, or was declined last time',
    }),
    brand: nullableText("The provider's word: visa, sepa_debit"),
    last4: nullableText('The end of its number'),
    expires: nullableText('The last month in which it is good, YYYY-MM'),
    why: nullableText('Why it was declined'),
    checked_at: nullableInstant,
  },
  { title: 'Payer' },
)

export const payerChangeSchema = Type.Object(
  { email: Type.Union([Type.String({ format: 'email', maxLength: 254 }), Type.Null()]) },
  { additionalProperties: false },
)

export const setupSchema = Type.Object(
  {
    id: Type.String(),
    state: Type.String({ description: 'opening, open, done or expired' }),
    url: nullableText('To be opened in a browser; null once it is of no use'),
    expires_at: nullableInstant,
  },
  { title: 'PaymentMethodSetup' },
)

export const newSetupSchema = Type.Object(
  {
    return_url: Type.String({
      format: 'uri',
      // As for the session's cookie: without https only on the machine itself.
      pattern: '^(https://|http://(localhost|127\\.0\\.0\\.1)(:\\d+)?(/|$))',
      examples: ['https://portal.example.com/paid'],
      maxLength: 2_000,
      description: 'Where the browser goes when it is done, or was given up; https, or this machine',
    }),
  },
  { additionalProperties: false },
)
