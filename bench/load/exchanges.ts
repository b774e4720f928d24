import { slotTime } from '../ground/slot-time.ts'
import { type Salon, SERVICE_NAME } from '../ground/world.ts'
import type { SingleTraffic, Traffic } from './load-plan.ts'
import { bearer, requestsOf, signed } from './requests-of.ts'
import type { Answer, OutgoingRequest } from './sender.ts'

/** One request, or several that follow from one another; the answer is that of the last, or the first that went wrong. */
export type Exchange = (send: (request: OutgoingRequest) => Promise<Answer>) => Promise<Answer>

/** Makes the next exchange of a kind. */
export function exchangesOf(traffic: Traffic): () => Exchange {
  if (traffic.is === 'holds') return holdsThenBookings(traffic.salons, counter(traffic.first))
  if (traffic.is === 'mixed') return new MixedDay(traffic).next
  return single(traffic)
}

function single(traffic: SingleTraffic): () => Exchange {
  const next = requestsOf(traffic)
  return () => {
    const request = next()
    return (send) => send(request)
  }
}

/** Whose turn it is, and the how manieth of theirs. */
interface Turn {
  salon: Salon
  round: number
}

function counter(first: number): (salons: readonly Salon[]) => Turn {
  let count = first
  return (salons) => {
    const salon = salons[count % salons.length]
    if (!salon) throw new Error('there is no salon')
    const turn = { salon, round: Math.floor(count / salons.length) }
    count += 1
    return turn
  }
}

const post = ({ salon, round }: Turn, path: string, body: object): OutgoingRequest => ({
  method: 'POST',
  path,
  headers: { authorization: bearer(salon, round), 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

const placeOf = ({ salon, round }: Turn) => ({
  service_id: salon.service,
  location_id: salon.location,
  start: new Date(slotTime(round)).toISOString(),
})

function holdsThenBookings(salons: readonly Salon[], take: ReturnType<typeof counter>): () => Exchange {
  return () => {
    const turn = take(salons)
    return async (send) => {
      const held = await send(post(turn, '/v1/holds', placeOf(turn)))
      if (held.status !== 201) return held
      const { id } = JSON.parse(held.body) as { id: string }
      return send(post(turn, '/v1/appointments', { hold_id: id, customer_id: turn.salon.customer }))
    }
  }
}

type Kind = 'availability' | 'offers' | 'hold' | 'booking' | 'cancel' | 'function'

/** Of twenty exchanges, in this order: what is asked is asked more often than it is booked. */
const DAY: readonly Kind[] = [
  ...(['availability', 'booking', 'function', 'availability', 'offers'] as const),
  ...(['availability', 'hold', 'availability', 'cancel', 'function'] as const),
  ...(['availability', 'offers', 'booking', 'availability', 'function'] as const),
  ...(['availability', 'hold', 'booking', 'cancel', 'offers'] as const),
]

/** Bookings and cancellations never meet: what is cancelled was answered before. */
class MixedDay {
  readonly #salons: readonly Salon[]
  readonly #apiKey: string
  readonly #take: ReturnType<typeof counter>
  readonly #makers: Record<Kind, () => Exchange>
  readonly #booked: Array<{ turn: Turn; id: string }> = []
  #count = 0

  constructor({ salons, first, apiKey }: Extract<Traffic, { is: 'mixed' }>) {
    this.#salons = salons
    this.#apiKey = apiKey
    this.#take = counter(first)
    this.#makers = {
      availability: single({ is: 'availability', salons }),
      offers: () => this.#offers(),
      hold: holdsThenBookings(salons, this.#take),
      booking: () => this.#booking(),
      cancel: () => this.#cancellation(),
      function: () => this.#function(),
    }
  }

  readonly next = (): Exchange => {
    const kind = DAY[this.#count % DAY.length] ?? 'availability'
    this.#count += 1
    return this.#makers[kind]()
  }

  #booking(): Exchange {
    const turn = this.#take(this.#salons)
    const request = post(turn, '/v1/appointments', { ...placeOf(turn), customer_id: turn.salon.customer })
    return async (send) => {
      const answer = await send(request)
      if (answer.status === 201)
        this.#booked.push({ turn, id: (JSON.parse(answer.body) as { id: string }).id })
      return answer
    }
  }

  #cancellation(): Exchange {
    const last = this.#booked.shift()
    // Nothing is booked yet.
    if (!last) return this.#booking()
    return (send) => send(post(last.turn, `/v1/appointments/${last.id}/cancel`, {}))
  }

  #offers(): Exchange {
    const { salon, round } = this.#take(this.#salons)
    const day = new Date(slotTime(round)).toISOString().slice(0, 10)
    const question = new URLSearchParams({ service_id: salon.service, location_id: salon.location, day })
    const headers = { authorization: bearer(salon, round) }
    return (send) => send({ method: 'GET', path: `/v1/offers?${question}`, headers })
  }

  /** A caller asks for a time in the middle of a call. */
  #function(): Exchange {
    const { salon, round } = this.#take(this.#salons)
    const call = {
      call_id: `call_mixed_${salon.phone.slice(1)}_${round}`,
      call_type: 'phone_call',
      call_status: 'ongoing',
      direction: 'inbound',
      from_number: '+491713920011',
      to_number: salon.phone,
      start_timestamp: Date.now(),
    }
    const args = { service: SERVICE_NAME, datetime: new Date(slotTime(round)).toISOString() }
    const body = JSON.stringify({ name: 'check_availability', args, call })
    return (send) => send(signed(`/hooks/${salon.connection}/function`, body, this.#apiKey))
  }
}
