import type { Static } from '@sinclair/typebox'
import { type CustomerService, parsePhone } from '../customers/index.ts'
import { HubError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { LocationService } from '../tenants/index.ts'
import type { newAppointmentSchema } from './appointment-schemas.ts'
import type { BookingDetails, BookRequest, WantedSlot } from './booking.ts'
import type { OfferTokens } from './offer-token.ts'
import { instantOf, locationOf } from './time-of-request.ts'

export type BookBody = Static<typeof newAppointmentSchema>
type SlotBody = Pick<
  BookBody,
  | 'service_id'
  | 'start'
  | 'duration_minutes'
  | 'location_id'
  | 'resource_id'
  | 'preferred_resource_id'
  | 'offer_token'
>

export interface BodyReading {
  locations: LocationService
  customers: CustomerService
  offers: OfferTokens
}

/** Which time the body asks for: what an offer says need not be said again. */
export async function slotFromBody(
  { locations, offers }: Pick<BodyReading, 'locations' | 'offers'>,
  tenantId: string,
  body: SlotBody,
): Promise<WantedSlot> {
  const offer = body.offer_token ? offers.open(tenantId, body.offer_token) : undefined
  const serviceId = body.service_id ?? offer?.serviceId
  const start = body.start ? instantOf(body.start) : offer?.start
  if (serviceId === undefined || start === undefined) {
    throw new HubError('invalid', {
      detail: 'service_id and start are needed, or an offer_token or a hold_id.',
    })
  }
  const locationId = await locationOf(locations, tenantId, body.location_id ?? offer?.locationId)
  return {
    serviceId,
    locationId,
    start,
    durationMinutes: body.duration_minutes,
    resourceId: body.resource_id,
    preferredResourceId: body.preferred_resource_id,
    offerToken: body.offer_token,
  }
}

export async function bookingFromBody(
  reading: BodyReading,
  { tenantId, idempotencyKey }: { tenantId: string; idempotencyKey: string | undefined },
  body: BookBody,
): Promise<BookRequest> {
  const asked = await askedFromBody(reading, tenantId, body)
  const requestKey = idempotencyKey === undefined ? newId() : `api ${idempotencyKey}`
  return {
    ...asked,
    ...(await customerFromBody(reading, tenantId, body)),
    notes: body.notes,
    source: 'api',
    requestKey,
  }
}

async function askedFromBody(reading: BodyReading, tenantId: string, body: BookBody) {
  if (body.hold_id === undefined) return slotFromBody(reading, tenantId, body)
  return {
    holdId: body.hold_id,
    serviceId: body.service_id,
    locationId: body.location_id,
    start: body.start ? instantOf(body.start) : undefined,
    durationMinutes: body.duration_minutes,
  }
}

type Attendance = Pick<BookingDetails, 'customerId' | 'attendeeName'>

async function customerFromBody(reading: BodyReading, tenantId: string, body: BookBody): Promise<Attendance> {
  const { customer_id: id, customer, attendee_name: attendeeName } = body
  if (id === undefined)
    return customer
      ? newCustomer(reading, tenantId, { ...body, customer })
      : { customerId: null, attendeeName }
  if (customer) throw new HubError('invalid', { detail: 'Send customer_id or customer, not both.' })
  return { customerId: id.toLowerCase(), attendeeName }
}

/** The number says who the customer is; a name said with it that differs is whom the appointment is for. */
async function newCustomer(
  { customers, locations }: BodyReading,
  tenantId: string,
  { customer, location_id, attendee_name }: BookBody & { customer: NonNullable<BookBody['customer']> },
): Promise<Attendance> {
  const all = await locations.list(tenantId)
  const { language = 'de' as const } = all.find(({ id }) => id === location_id) ?? all[0] ?? {}
  const { phone, ...rest } = customer
  const known =
    phone === undefined
      ? await customers.create(tenantId, { ...rest, language })
      : await customers.findOrCreateByPhone(tenantId, { ...rest, language, phone: numberOf(phone) })
  return {
    customerId: known.id,
    attendeeName: attendee_name ?? (known.name === rest.name ? undefined : rest.name),
  }
}

function numberOf(text: string): string {
  const phone = parsePhone(text)
  if (phone !== null) return phone
  throw new HubError('invalid', {
    detail: 'customer.phone must be a number with its country, like +4930901820.',
  })
}
