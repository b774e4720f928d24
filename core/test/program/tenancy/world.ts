import { type ApiReply, api, eventually } from '../api.ts'
import type { DemoHub } from '../demo-hub.ts'
import { PhoneLine } from '../phone-line.ts'

/** One client with its agency, and the id of at least one row of every kind. */
export interface World {
  agency: { id: string; key: string }
  client: { id: string; key: string }
  location: string
  service: string
  resource: string
  schedule: string
  absence: string
  otherLocation: string
  travelTime: string
  /** Of the client. */
  connection: string
  calendarLink: string
  customer: string
  customerPhone: string
  appointment: string
  hold: string
  offerToken: string
  phoneNumber: string
  voiceAgent: string
  apiKey: string
  /** A viewer of the client, and an invitation to be one. */
  user: string
  invitation: string
  usageEvent: string
  invoice: string
  job: string
  task: string
  /** Of the agency, shared with all its clients. */
  sharedConnection: string
  /** Of the agency, not shared. */
  privateConnection: string
  /** Of the client, told of its pings only; one of them was sent. */
  webhookEndpoint: string
  webhookDelivery: string
  plan: string
  subscription: string
  /** A page on which the client gives a means of payment. */
  methodSetup: string
  /** A number that leads to the location, and one call that came over it. */
  dialled: string
  call: string
  callback: string
  /** Of the agency: how the call ended, over the shared connection. */
  delivery: string
  /** Of a calendar account that works. */
  settings: Record<string, string>
  /** RFC 3339; nobody else is given the same. */
  takeStart(): string
}

export type Ask = (route: string, body?: unknown) => Promise<ApiReply>
type Tenants = Pick<World, 'agency' | 'client'>

const WEEK = Object.fromEntries(
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [
    day,
    [{ start: '08:00', end: '20:00' }],
  ]),
)
export const PLAN_TERMS = {
  currency: 'EUR',
  flat_fee_minor: 1_000,
  prices: [{ model: 'per_unit', meter: 'calls', unit: 'call', unit_price: '1.00' }],
}

/** Fills a client and its agency over the API, as their own people would. */
export async function populate(program: DemoHub, tenants: Tenants, name: string): Promise<World> {
  const { agency, client } = tenants
  const ofClient = asking(program, client.key)
  const ofAgency = asking(program, agency.key)
  const business = await openBusiness(ofClient, name)
  const providers = await connectProviders({ ofClient, ofAgency }, program, { ...business, name })
  const booked = await bookSomething(ofClient, business)
  const told = await listen(ofClient, program)
  const rung = await ring(ofClient, program, providers)
  const billed = await bill({ ofClient, ofAgency }, client.id)
  const people = await invite(ofClient, name)
  const apiKey = await idOf(ofClient('POST /v1/api-keys', { name, scopes: ['calls:read'] }))
  const task = await needSomebody(ofClient, program)
  const { body: jobs } = await ofClient('GET /v1/jobs')
  const { body: deliveries } = await ofAgency(`GET /v1/connections/${providers.sharedConnection}/deliveries`)
  return {
    ...tenants,
    ...business,
    ...providers,
    ...booked,
    ...told,
    ...rung,
    ...billed,
    apiKey,
    ...people,
    delivery: deliveries.data[0].id,
    job: jobs.data[0].id,
    task,
  }
}

function asking(program: DemoHub, key: string): Ask {
  return (route, body) => api(program.demo, route, { key, body })
}

async function idOf(asked: Promise<ApiReply>): Promise<string> {
  const { status, body } = await asked
  if (status < 300 && typeof body.id === 'string') return body.id
  throw new Error(`the world could not be made: ${status} ${JSON.stringify(body)}`)
}

/** Two are invited to be viewers, and one accepts. */
async function invite(ask: Ask, name: string): Promise<Pick<World, 'user' | 'invitation'>> {
  const wanted = { email: `${name}@people.example`, role: 'viewer' }
  const { body } = await ask('POST /v1/invitations', wanted)
  const token = String(body.url).split('token=')[1]
  const user = await idOf(
    ask('POST /v1/invitations/accept', { token, name, password: `${name} sieht vier Fenster` }),
  )
  const invitation = await idOf(ask('POST /v1/invitations', { ...wanted, email: `waits-${wanted.email}` }))
  return { user, invitation }
}

async function openBusiness(ask: Ask, name: string) {
  const zone = 'Europe/Berlin'
  const location = await idOf(ask('POST /v1/locations', { name, zone, language: 'de' }))
  const service = await idOf(
    ask('POST /v1/services', { name, notice_minutes: 0, segments: [{ minutes: 30, needs: ['staff'] }] }),
  )
  const resource = await idOf(
    ask('POST /v1/resources', { name, location_id: location, kind: 'staff', service_ids: [service] }),
  )
  const schedule = await idOf(ask('POST /v1/schedules', { location_id: location, weekly: WEEK }))
  const away = { from: '2020-03-01T08:00:00Z', to: '2020-03-02T08:00:00Z' }
  const absence = await idOf(ask('POST /v1/absences', { resource_id: resource, ...away }))
  const otherLocation = await idOf(ask('POST /v1/locations', { name: 'Other', zone, language: 'de' }))
  const way = { location_ids: [location, otherLocation], minutes: 20 }
  const travelTime = await idOf(ask('POST /v1/travel-times', way))
  return { location, otherLocation, service, resource, schedule, absence, travelTime }
}

type Business = Awaited<ReturnType<typeof openBusiness>>

async function connectProviders(
  { ofClient, ofAgency }: { ofClient: Ask; ofAgency: Ask },
  { sandbox: { addresses, apiKeys } }: DemoHub,
  { location, resource, name }: Business & { name: string },
) {
  const settings = {
    api_key: apiKeys.calcom ?? '',
    base_url: addresses.calcom,
  }
  const connection = await idOf(ofClient('POST /v1/connections', { plugin: 'calcom', name, settings }))
  const calendarLink = await idOf(
    ofClient('POST /v1/calendar-links', {
      connection_id: connection,
      calendar: '1',
      resource_id: resource,
      writes: false,
    }),
  )
  const payments = { api_key: apiKeys.stripe, base_url: addresses.stripe }
  await idOf(ofAgency('POST /v1/connections', { plugin: 'stripe', name, settings: payments }))
  const telephony = { api_key: apiKeys.retell, base_url: addresses.retell }
  const connect = (shared: boolean) =>
    idOf(ofAgency('POST /v1/connections', { plugin: 'retell', name, shared, settings: telephony }))
  const sharedConnection = await connect(true)
  const privateConnection = await connect(false)
  const dialled = newNumber()
  const line = { number: dialled, location_id: location, connection_id: sharedConnection }
  const phoneNumber = await idOf(ofClient('POST /v1/phone-numbers', line))
  const agent = { name, location_id: location, connection_id: sharedConnection }
  const voiceAgent = await idOf(ofClient('POST /v1/voice-agents', agent))
  return {
    settings,
    connection,
    calendarLink,
    sharedConnection,
    privateConnection,
    dialled,
    phoneNumber,
    voiceAgent,
  }
}

/** The sandbox has nothing under that path: the ping waits for its second attempt. */
async function listen(ask: Ask, { sandbox }: DemoHub) {
  const endpoint = { url: `${sandbox.addresses.calcom}/nobody`, event_types: ['webhook.ping'] }
  const webhookEndpoint = await idOf(ask('POST /v1/webhook-endpoints', endpoint))
  const webhookDelivery = await idOf(ask(`POST /v1/webhook-endpoints/${webhookEndpoint}/ping`))
  return { webhookEndpoint, webhookDelivery }
}

/** Somebody rings, asks to be called back, and hangs up. */
async function ring(
  ask: Ask,
  { demo, sandbox }: DemoHub,
  { sharedConnection, dialled }: Pick<World, 'sharedConnection' | 'dialled'>,
) {
  const line = new PhoneLine({
    baseUrl: demo.base_url,
    connectionId: sharedConnection,
    apiKey: sandbox.apiKeys.retell ?? '',
    to: dialled,
    from: '+491713920019',
  })
  const { body: answer } = await line.function('request_callback', { reason: 'A question' })
  await line.event('call_ended')
  const { body: calls } = await ask('GET /v1/calls')
  return { call: calls.data[0].id as string, callback: answer.data.callback_id as string }
}

async function bookSomething(ask: Ask, { location, service, resource }: Business) {
  const question = `service_id=${service}&location_id=${location}&limit=1000`
  const { body: offer } = await ask(`GET /v1/availability?${question}`)
  // An hour apart, so that what one test books is in no other's way.
  const starts: string[] = offer.slots
    .map(({ start }: { start: string }) => start)
    .filter((start: string) => start.slice(14, 16) === '00')
  const offerToken: string = offer.slots.at(-1).offer_token
  const takeStart = () => starts.shift() ?? ''
  const customerPhone = newNumber()
  const customer = await idOf(
    ask('POST /v1/customers', { name: 'Erika Musterfrau', phone: customerPhone, language: 'de' }),
  )
  const slot = () => ({
    service_id: service,
    location_id: location,
    resource_id: resource,
    start: takeStart(),
  })
  const appointment = await idOf(ask('POST /v1/appointments', { ...slot(), customer_id: customer }))
  const hold = await idOf(ask('POST /v1/holds', slot()))
  return { takeStart, offerToken, customer, customerPhone, appointment, hold }
}

async function bill({ ofClient, ofAgency }: { ofClient: Ask; ofAgency: Ask }, clientId: string) {
  const plan = await idOf(ofAgency('POST /v1/plans', { name: 'Plan', terms: PLAN_TERMS }))
  const { body: subscriptions } = await ofAgency('GET /v1/subscriptions')
  const known = subscriptions.data.find((one: { recipient_id: string }) => one.recipient_id === clientId)
  const subscription =
    known?.id ??
    (await idOf(
      ofAgency('POST /v1/subscriptions', {
        recipient_id: clientId,
        plan_id: plan,
        anchor_date: '2026-01-01',
      }),
    ))
  const occurred_at = new Date().toISOString()
  await ofClient('POST /v1/usage-events', { event_id: 'one', meter: 'calls', quantity: '1', occurred_at })
  const { body: usage } = await ofClient('GET /v1/usage-events')
  const { body: invoices } = await eventually(
    () => ofClient('GET /v1/invoices'),
    ({ body }) => body.data.length > 0,
  )
  const return_url = 'https://portal.example.com/done'
  const methodSetup = await idOf(ofClient('POST /v1/payer/payment-method-setups', { return_url }))
  return { plan, subscription, methodSetup, usageEvent: usage.data[0].id, invoice: invoices.data[0].id }
}

/** A connection to which nobody has consented yet. */
async function needSomebody(ask: Ask, { sandbox: { addresses, apiKeys } }: DemoHub): Promise<string> {
  const settings = {
    client_id: apiKeys.google_client_id,
    client_secret: apiKeys.google_client_secret,
    base_url: addresses.google_calendar,
  }
  const wanted = { plugin: 'google-calendar', name: 'Without consent', settings }
  const connection = await idOf(ask('POST /v1/connections', wanted))
  await ask(`POST /v1/connections/${connection}/check`)
  const { body: tasks } = await ask('GET /v1/tasks?state=open')
  return tasks.data[0].id
}

let numbers = 0
/** From the range that Germany keeps free for fiction. */
const newNumber = () => `+4930231259${String(10 + numbers++)}`
