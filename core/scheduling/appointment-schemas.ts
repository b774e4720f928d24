import { Type } from '@sinclair/typebox'
import {
  askedDuration,
  closed,
  Id,
  Instant,
  Name,
  Notes,
  nullable,
  preferredResource,
} from './scheduling-schemas.ts'

const Status = Type.Union(
  [
    Type.Literal('held'),
    Type.Literal('pending'),
    Type.Literal('confirmed'),
    Type.Literal('completed'),
    Type.Literal('no_show'),
    Type.Literal('cancelled'),
    Type.Literal('declined'),
    Type.Literal('expired'),
  ],
  { description: 'Moving never changes whether an appointment is active' },
)

export const appointmentSchema = Type.Object(
  {
    id: Type.String(),
    status: Status,
    service_id: Type.String(),
    location_id: Type.String(),
    customer_id: nullable(Type.String()),
    call_id: nullable(Type.String()),
    attendee_name: nullable(Type.String()),
    notes: Type.String(),
    source: Type.String(),
    start: Instant,
    end: Instant,
    occupancies: Type.Array(
      Type.Object({ resource_id: Type.String(), seat: Type.Integer(), start: Instant, end: Instant }),
    ),
    external: Type.Array(
      Type.Object({
        connection_id: Type.String(),
        reference: nullable(Type.String()),
        state: Type.String(),
      }),
      { description: 'How it stands in outside calendars' },
    ),
    provisional: Type.Boolean({
      description: 'Booked while an outside calendar had not been read recently enough',
    }),
    hold_expires_at: nullable(Instant),
    end_reason: nullable(Type.String()),
    version: Type.Integer(),
  },
  { title: 'Appointment' },
)

/** As lists and pages show it: whatever else they would have to ask for is there. */
export const listedAppointmentSchema = Type.Composite(
  [
    appointmentSchema,
    Type.Object({
      service_name: Type.String(),
      customer_name: nullable(
        Type.String({ description: 'The customer’s; `attendee_name` is whom it is for, where that differs' }),
      ),
      synced: Type.Boolean({ description: 'It stands in outside calendars as it should' }),
    }),
  ],
  { title: 'ListedAppointment' },
)

const Preferred = Type.Optional(preferredResource)
const Length = Type.Optional(askedDuration)
const Token = Type.String({ maxLength: 4096 })

export const newHoldSchema = closed({
  service_id: Id,
  start: Instant,
  duration_minutes: Length,
  location_id: Type.Optional(Id),
  resource_id: Type.Optional(Id),
  preferred_resource_id: Preferred,
  customer_id: Type.Optional(
    Type.String({ ...Id, description: 'Who asks, so that whoever served them last can be chosen; not kept' }),
  ),
  offer_token: Type.Optional(Token),
  session: Type.Optional(
    Type.String({ minLength: 1, maxLength: 100, description: 'Whose hold it is: three live ones each' }),
  ),
  caller: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description:
        'Who asks, over several sessions, for instance a phone number: five live ones each. Kept as a hash while it is held',
    }),
  ),
})

export const newAppointmentSchema = closed({
  service_id: Type.Optional(Id),
  start: Type.Optional(Instant),
  duration_minutes: Length,
  location_id: Type.Optional(Id),
  resource_id: Type.Optional(Id),
  preferred_resource_id: Preferred,
  hold_id: Type.Optional(Id),
  offer_token: Type.Optional(Token),
  customer_id: Type.Optional(Id),
  customer: Type.Optional(
    closed({
      name: Name,
      phone: Type.Optional(Type.String({ minLength: 3, maxLength: 40 })),
      email: Type.Optional(Type.String({ format: 'email', maxLength: 254 })),
    }),
  ),
  attendee_name: Type.Optional(Name),
  notes: Type.Optional(Notes),
})

const Actor = Type.Union([Type.Literal('customer'), Type.Literal('business')], {
  default: 'customer',
  description: 'Who wants it: policies bind the customer, not the business',
})
export const moveSchema = closed({
  start: Instant,
  resource_id: Type.Optional(Id),
  duration_minutes: Type.Optional(
    Type.Integer({
      minimum: 5,
      maximum: 1440,
      description:
        'Another length: one the service is offered in, of the business any; only of services with one segment',
    }),
  ),
  actor: Type.Optional(Actor),
})
export const cancelSchema = closed({
  reason: Type.Optional(Type.String({ maxLength: 500 })),
  actor: Type.Optional(Actor),
})

export const appointmentQuery = closed({
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  customer_id: Type.Optional(Id),
  call_id: Type.Optional(Id),
  resource_id: Type.Optional(Id),
  service_id: Type.Optional(Id),
  location_id: Type.Optional(Id),
  status: Type.Optional(
    Type.Union([Status, Type.Array(Status, { minItems: 1, maxItems: 8 })], {
      description: 'One, or any of several (the name repeated)',
    }),
  ),
  unsynced: Type.Optional(
    Type.Boolean({ description: 'true: only those that do not stand in outside calendars as they should' }),
  ),
  order: Type.Optional(
    Type.Union([Type.Literal('asc'), Type.Literal('desc')], { default: 'asc', description: 'Of starts' }),
  ),
  cursor: Type.Optional(Type.String({ maxLength: 100 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
})
