import {
  BodyFields,
  type Handler,
  type Reply,
  type Route,
  type StandInContext,
  type StandInRequest,
} from '../engine/index.ts'
import { refuse } from './calcom-errors.ts'
import { type CalcomState, type EventType, eventType } from './calcom-state.ts'
import { findEventType } from './find-event-type.ts'

type Context = StandInContext<CalcomState>

/** The provider's default notice, in minutes, for event types made through the API. */
const defaultNotice = 120

const createOne: Handler<CalcomState> = (request, context) => {
  const { state } = context
  const fields = new BodyFields(request.body)
  const required = {
    title: fields.text('title'),
    slug: fields.text('slug'),
    lengthInMinutes: fields.number('lengthInMinutes'),
  }
  const changes = readChanges(request, fields)
  if (state.eventTypes.some(({ slug }) => slug === required.slug))
    return refuse(request, 400, 'User already has an event type with this slug.')
  const id = state.nextId++
  const made = eventType({ minimumBookingNotice: defaultNotice, ...changes, ...required, id })
  state.eventTypes.push(made)
  return answer(context, made, 201)
}

const listAll: Handler<CalcomState> = (request, context) => {
  const slug = request.query.get('eventSlug')
  const found = context.state.eventTypes.filter((type) => slug === null || type.slug === slug)
  return { status: 200, body: { status: 'success', data: found.map((type) => view(context, type)) } }
}

const readOne: Handler<CalcomState> = (request, context) => answer(context, find(request, context))

const changeOne: Handler<CalcomState> = (request, context) => {
  const type = find(request, context)
  Object.assign(type, readChanges(request, new BodyFields(request.body)))
  return answer(context, type)
}

const removeOne: Handler<CalcomState> = (request, context) => {
  const type = find(request, context)
  const { id, lengthInMinutes, slug, title } = type
  // Bookings keep pointing to their event type in answers, so one that was booked is only hidden.
  const booked = context.state.bookings.some(({ eventTypeId }) => eventTypeId === id)
  if (booked) type.hidden = true
  else context.state.eventTypes = context.state.eventTypes.filter((one) => one !== type)
  return { status: 200, body: { status: 'success', data: { id, lengthInMinutes, slug, title } } }
}

const numbers = [
  'slotInterval',
  'minimumBookingNotice',
  'beforeEventBuffer',
  'afterEventBuffer',
  'scheduleId',
] as const

function readChanges(request: StandInRequest, fields: BodyFields): Partial<EventType> {
  const title = fields.optionalText('title')
  const slug = fields.optionalText('slug')
  const length = fields.optionalNumber('lengthInMinutes')
  const options = fields.list('lengthInMinutesOptions').map(Number)
  const description = fields.optionalText('description')
  const hidden = fields.optionalBoolean('hidden')
  const given = numbers.filter((name) => fields.raw(name) !== undefined)
  const counted = Object.fromEntries(given.map((name) => [name, fields.number(name)]))
  if (fields.problems.length > 0) refuse(request, 400, fields.problems.join(', '))
  return {
    ...counted,
    ...confirmation(fields),
    ...(title !== undefined && { title }),
    ...(slug !== undefined && { slug }),
    ...(length !== undefined && { lengthInMinutes: length }),
    ...(options.length > 0 && { lengthInMinutesOptions: options }),
    ...(description !== undefined && { description }),
    ...(hidden !== undefined && { hidden }),
  }
}

function confirmation(fields: BodyFields): Partial<EventType> {
  if (fields.raw('confirmationPolicy') === undefined) return {}
  if (fields.raw('confirmationPolicy.disabled') === true) return { requiresConfirmation: false }
  const blockUnconfirmed = fields.raw('confirmationPolicy.blockUnconfirmedBookingsInBooker') === true
  return { requiresConfirmation: true, blockUnconfirmed }
}

function find(request: StandInRequest, { state }: Context): EventType {
  return findEventType(state, request, { id: Number(request.params.eventTypeId) })
}

function answer(context: Context, type: EventType, status = 200): Reply {
  return { status, body: { status: 'success', data: view(context, type) } }
}

/** The provider's EventTypeOutput_2024_06_14 with everything it requires. */
function view({ state }: Context, type: EventType): object {
  const { requiresConfirmation, blockUnconfirmed, address, lengthInMinutesOptions, ...plain } = type
  const policy = { type: 'always', blockUnconfirmedBookingsInBooker: blockUnconfirmed }
  return {
    ...plain,
    ...(lengthInMinutesOptions.length > 0 && { lengthInMinutesOptions }),
    ownerId: state.user.id,
    users: [],
    bookingUrl: `https://cal.com/${state.user.username}/${type.slug}`,
    locations: [{ type: 'address', address, public: true }],
    bookingFields: [],
    disableGuests: false,
    recurrence: null,
    metadata: {},
    price: 0,
    currency: 'usd',
    lockTimeZoneToggleOnBookingPage: false,
    seatsPerTimeSlot: null,
    forwardParamsSuccessRedirect: null,
    successRedirectUrl: null,
    isInstantEvent: false,
    bookingRequiresAuthentication: false,
    confirmationPolicy: requiresConfirmation ? policy : { disabled: true },
  }
}

const all = '/v2/event-types'
const one = `${all}/:eventTypeId`

export const eventTypeRoutes: readonly Route<CalcomState>[] = [
  { method: 'POST', path: all, handle: createOne },
  { method: 'GET', path: all, handle: listAll },
  { method: 'GET', path: one, handle: readOne },
  { method: 'PATCH', path: one, handle: changeOne },
  { method: 'DELETE', path: one, handle: removeOne },
]
