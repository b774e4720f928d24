import {
  BodyFields,
  type Handler,
  type Reply,
  type Route,
  type StandInContext,
  type StandInRequest,
} from '../engine/index.ts'
import { refuse } from './calcom-errors.ts'
import type { CalcomState, WebhookSubscription } from './calcom-state.ts'
import { findEventType } from './find-event-type.ts'

type Context = StandInContext<CalcomState>

const triggers = new Set([
  'BOOKING_CREATED',
  'BOOKING_PAYMENT_INITIATED',
  'BOOKING_PAID',
  'BOOKING_RESCHEDULED',
  'BOOKING_REQUESTED',
  'BOOKING_CANCELLED',
  'BOOKING_REJECTED',
  'BOOKING_NO_SHOW_UPDATED',
  'FORM_SUBMITTED',
  'MEETING_ENDED',
  'MEETING_STARTED',
  'RECORDING_READY',
  'INSTANT_MEETING',
  'RECORDING_TRANSCRIPTION_GENERATED',
  'OOO_CREATED',
  'AFTER_HOSTS_CAL_VIDEO_NO_SHOW',
  'AFTER_GUESTS_CAL_VIDEO_NO_SHOW',
  'FORM_SUBMITTED_NO_EVENT',
  'ROUTING_FORM_FALLBACK_HIT',
  'DELEGATION_CREDENTIAL_ERROR',
  'WRONG_ASSIGNMENT_REPORT',
])

const createOne: Handler<CalcomState> = (request, context) => {
  const { state } = context
  const eventTypeId = eventTypeOf(request, state)
  const fields = new BodyFields(request.body)
  const subscriberUrl = readUrl(fields, fields.text('subscriberUrl'))
  if (fields.raw('active') === undefined) fields.problems.push('active must be a boolean value')
  if (fields.raw('triggers') === undefined) fields.problems.push('triggers must be an array')
  const changes = readChanges(request, fields)
  const twin = state.webhooks.some(
    (one) => one.subscriberUrl === subscriberUrl && one.eventTypeId === eventTypeId,
  )
  if (twin) return refuse(request, 409, 'Webhook with this subscriber url already exists for this user')
  const webhook: WebhookSubscription = {
    id: state.nextId++,
    active: true,
    triggers: [],
    payloadTemplate: '',
    version: '2021-10-20',
    eventTypeId,
    ...changes,
    subscriberUrl,
  }
  state.webhooks.push(webhook)
  return answer(context, webhook, 201)
}

const listAll: Handler<CalcomState> = (request, context) => {
  const eventTypeId = eventTypeOf(request, context.state)
  const skip = Number(request.query.get('skip') ?? 0)
  const take = Number(request.query.get('take') ?? 250)
  const found = context.state.webhooks.filter((one) => one.eventTypeId === eventTypeId)
  const data = found.slice(skip, skip + take).map((one) => view(context, one))
  return { status: 200, body: { status: 'success', data } }
}

const readOne: Handler<CalcomState> = (request, context) => answer(context, find(request, context))

const changeOne: Handler<CalcomState> = (request, context) => {
  const webhook = find(request, context)
  const fields = new BodyFields(request.body)
  const url = fields.optionalText('subscriberUrl')
  if (url !== undefined) readUrl(fields, url)
  Object.assign(webhook, readChanges(request, fields), url === undefined ? {} : { subscriberUrl: url })
  return answer(context, webhook)
}

const removeOne: Handler<CalcomState> = (request, context) => {
  const webhook = find(request, context)
  context.state.webhooks = context.state.webhooks.filter((one) => one !== webhook)
  return answer(context, webhook)
}

function readChanges(request: StandInRequest, fields: BodyFields): Partial<WebhookSubscription> {
  const active = fields.optionalBoolean('active')
  const secret = fields.optionalText('secret')
  const wanted = fields.raw('triggers') === undefined ? undefined : fields.texts('triggers')
  const unknown = wanted?.filter((trigger) => !triggers.has(trigger)) ?? []
  if (unknown.length > 0)
    fields.problems.push(`each value in triggers must be one of: ${[...triggers].join(', ')}`)
  const version = fields.optionalText('version') ?? '2021-10-20'
  if (version !== '2021-10-20')
    fields.problems.push('version must be one of the following values: 2021-10-20')
  if (fields.problems.length > 0) refuse(request, 400, fields.problems.join(', '))
  return {
    ...(active !== undefined && { active }),
    ...(secret !== undefined && { secret }),
    ...(wanted !== undefined && { triggers: wanted }),
  }
}

function readUrl(fields: BodyFields, url: string): string {
  if (!URL.canParse(url) || !url.startsWith('http'))
    fields.problems.push('subscriberUrl must be a URL address')
  return url
}

function eventTypeOf(request: StandInRequest, state: CalcomState): number | null {
  const given = request.params.eventTypeId
  return given === undefined ? null : findEventType(state, request, { id: Number(given) }).id
}

function find(request: StandInRequest, { state }: Context): WebhookSubscription {
  const id = request.params.webhookId
  const found = state.webhooks.find((webhook) => String(webhook.id) === id)
  return found ?? refuse(request, 404, `Webhook (${id}) not found`)
}

function answer(context: Context, webhook: WebhookSubscription, status = 200): Reply {
  return { status, body: { status: 'success', data: view(context, webhook) } }
}

function view({ state }: Context, { eventTypeId, ...webhook }: WebhookSubscription): object {
  const owner = eventTypeId === null ? { userId: state.user.id } : { eventTypeId }
  return { ...webhook, ...owner }
}

const all = '/v2/webhooks'
const ofType = '/v2/event-types/:eventTypeId/webhooks'

export const webhookRoutes: readonly Route<CalcomState>[] = [all, ofType].flatMap((path) => [
  { method: 'POST', path, handle: createOne },
  { method: 'GET', path, handle: listAll },
  { method: 'GET', path: `${path}/:webhookId`, handle: readOne },
  { method: 'PATCH', path: `${path}/:webhookId`, handle: changeOne },
  { method: 'DELETE', path: `${path}/:webhookId`, handle: removeOne },
])
