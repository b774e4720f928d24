import { randomUUID } from 'node:crypto'
import { signRetell } from '../../sandbox/retell/retell-signature.ts'
import { ASKED_DAYS, SLOTS, slotTime, startOfToday } from '../ground/slot-time.ts'
import type { Salon } from '../ground/world.ts'
import type { SingleTraffic } from './load-plan.ts'
import type { OutgoingRequest } from './sender.ts'

const MINUTE = 60_000
const DAY = 86_400_000

/** Makes the next request of a kind. */
export function requestsOf(traffic: SingleTraffic): () => OutgoingRequest {
  let count = 'first' in traffic ? traffic.first : 0
  const { salons } = traffic
  const make = makerOf(traffic)
  return () => {
    const [number, round] = [count, Math.floor(count / salons.length)]
    count += 1
    const salon = salons[number % salons.length]
    if (!salon) throw new Error('there is no salon')
    return make(salon, round)
  }
}

type Maker = (salon: Salon, round: number) => OutgoingRequest

function makerOf(traffic: SingleTraffic): Maker {
  if (traffic.is === 'bookings') return booking
  if (traffic.is === 'call-events') return (salon) => callStarted(salon, traffic.apiKey)
  const [from, span] = [startOfToday() + DAY, ASKED_DAYS * DAY]
  if (traffic.is === 'availability')
    return (salon, round) => availability(salon, { round, from, span: span / 2 })
  // Minute after minute, then with ever shorter ranges: hundreds of thousands of different questions.
  return (salon, round) => {
    const [shift, shorter] = [round % 5_000, Math.floor(round / 5_000)]
    return availability(salon, { round, from: from + shift * MINUTE, span: span / 2 - shorter * MINUTE })
  }
}

/** The keys take turns, so that none meets its limit. */
export const bearer = ({ keys }: Salon, round: number): string => `Bearer ${keys[round % keys.length]}`

function booking(salon: Salon, round: number): OutgoingRequest {
  if (round >= SLOTS) throw new Error('all times of the bench are booked: take fewer rounds')
  const body = {
    service_id: salon.service,
    location_id: salon.location,
    customer_id: salon.customer,
    start: new Date(slotTime(round)).toISOString(),
  }
  return {
    method: 'POST',
    path: '/v1/appointments',
    headers: { authorization: bearer(salon, round), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
}

function availability(
  salon: Salon,
  { round, from, span }: { round: number; from: number; span: number },
): OutgoingRequest {
  const question = new URLSearchParams({
    service_id: salon.service,
    location_id: salon.location,
    from: new Date(from).toISOString(),
    to: new Date(from + span).toISOString(),
    limit: '50',
  })
  const headers = { authorization: bearer(salon, round) }
  return { method: 'GET', path: `/v1/availability?${question}`, headers }
}

function callStarted({ connection, phone }: Salon, apiKey: string): OutgoingRequest {
  const now = Date.now()
  const call = {
    call_type: 'phone_call',
    call_id: `call_${randomUUID().replaceAll('-', '')}`,
    agent_id: 'agent_bench',
    call_status: 'ongoing',
    direction: 'inbound',
    from_number: '+491713920011',
    to_number: phone,
    start_timestamp: now,
  }
  return signed(`/hooks/${connection}/events`, JSON.stringify({ event: 'call_started', call }), apiKey)
}

/** As the provider signs. */
export function signed(path: string, body: string, apiKey: string): OutgoingRequest {
  const signature = signRetell(body, apiKey, Date.now())
  const headers = { 'content-type': 'application/json', 'x-retell-signature': signature }
  return { method: 'POST', path, headers, body }
}
