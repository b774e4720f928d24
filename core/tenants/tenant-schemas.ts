import { Type } from '@sinclair/typebox'
import { BookingLimitsSchema } from './booking-limits-schema.ts'

const Name = Type.String({ minLength: 1, maxLength: 200 })
const Zone = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'IANA time zone, for instance Europe/Berlin',
})
const Language = Type.Union([Type.Literal('de'), Type.Literal('en')])
const Currency = Type.String({ pattern: '^[A-Z]{3}$', examples: ['EUR'], description: 'ISO 4217' })
const Instant = Type.String({ format: 'date-time' })
const Version = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })

export const tenantSchema = Type.Object(
  {
    id: Type.String(),
    parent_id: Type.Union([Type.String(), Type.Null()]),
    kind: Type.Union([Type.Literal('agency'), Type.Literal('partner'), Type.Literal('client')]),
    name: Name,
    zone: Zone,
    currency: Currency,
    language: Language,
    version: Version,
    created_at: Instant,
  },
  { title: 'Tenant' },
)

export const newTenantSchema = Type.Object(
  {
    kind: Type.Union([Type.Literal('partner'), Type.Literal('client')]),
    name: Name,
    zone: Zone,
    currency: Currency,
    language: Language,
  },
  { additionalProperties: false },
)

export const tenantChangeSchema = Type.Partial(Type.Object({ name: Name, zone: Zone, language: Language }), {
  additionalProperties: false,
  minProperties: 1,
})

const HolidayRegion = Type.Union(
  [Type.String({ pattern: '^[A-Z]{2}(-[A-Za-z0-9]{1,10}){0,3}$', examples: ['AT', 'DE-BE'] }), Type.Null()],
  {
    description: 'Its public holidays close the location: AT, DE-BE, US-CA',
  },
)
const HolidaysOpen = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
  maxItems: 100,
  description: 'Public holidays on which it is open all the same: a name, or one date',
})

export const locationSchema = Type.Object(
  {
    id: Type.String(),
    name: Name,
    zone: Zone,
    language: Language,
    address: Type.Union([Type.String(), Type.Null()]),
    holiday_region: HolidayRegion,
    holidays_open: HolidaysOpen,
    customer_limits: BookingLimitsSchema,
    version: Version,
  },
  { title: 'Location' },
)

const locationFields = {
  name: Name,
  zone: Zone,
  language: Language,
  address: Type.Union([Type.String({ maxLength: 500 }), Type.Null()]),
  holiday_region: HolidayRegion,
  holidays_open: HolidaysOpen,
  customer_limits: BookingLimitsSchema,
}
export const newLocationSchema = Type.Object(
  {
    ...locationFields,
    address: Type.Optional(locationFields.address),
    holiday_region: Type.Optional(HolidayRegion),
    holidays_open: Type.Optional(HolidaysOpen),
    customer_limits: Type.Optional(BookingLimitsSchema),
  },
  { additionalProperties: false },
)
export const locationChangeSchema = Type.Partial(Type.Object(locationFields), {
  additionalProperties: false,
  minProperties: 1,
})

export const apiKeySchema = Type.Object(
  {
    id: Type.String(),
    name: Name,
    scopes: Type.Array(Type.String()),
    created_at: Instant,
    expires_at: Type.Union([Instant, Type.Null()]),
    revoked_at: Type.Union([Instant, Type.Null()]),
  },
  { title: 'ApiKey' },
)
export const newApiKeySchema = Type.Object(
  {
    name: Name,
    scopes: Type.Array(
      Type.String({
        pattern: '^(\\*|[a-z-]+:(\\*|read|write))$',
        examples: ['calls:read', 'customers:write', '*'],
      }),
      {
        minItems: 1,
        maxItems: 50,
      },
    ),
    expires_at: Type.Optional(Instant),
  },
  { additionalProperties: false },
)
export const issuedApiKeySchema = Type.Object({
  id: Type.String(),
  key: Type.String({ description: 'Shown this once. Keep it.' }),
})
