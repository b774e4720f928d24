import { randomUUID } from 'node:crypto'
import { slotTime } from '../ground/slot-time.ts'
import { type Salon, SERVICE_NAME } from '../ground/world.ts'
import type { CallsPlan, CallsResult } from './load-plan.ts'
import { arrive, untilDue } from './pacer.ts'
import { signed } from './requests-of.ts'
import { Sender } from './sender.ts'

/** Between two steps of a call: about as fast as nobody speaks. */
const STEP_MS = 250

interface FunctionAnswer {
  status: string
  data: { offer_token?: string; hold_id?: string }
}

const NO_ANSWER: FunctionAnswer = { status: 'failed', data: {} }

interface Step {
  name: string
  args: (before: FunctionAnswer['data']) => object
  /** The answers that say that it was done. */
  wanted: readonly string[]
}

/** All ten functions, as one call could ask them: what a step was handed is passed on by the next ones. */
function stepsOf(round: number): Step[] {
  const at = (index: number) => new Date(slotTime(index)).toISOString()
  return [
    { name: 'identify_caller', args: () => ({}), wanted: ['unknown', 'known'] },
    { name: 'list_services', args: () => ({}), wanted: ['ok'] },
    { name: 'opening_hours', args: () => ({}), wanted: ['ok'] },
    {
      name: 'check_availability',
      args: () => ({ service: SERVICE_NAME, datetime: at(round * 2) }),
      wanted: ['available'],
    },
    { name: 'hold_slot', args: ({ offer_token }) => ({ offer_token }), wanted: ['held'] },
    {
      name: 'book_appointment',
      args: ({ hold_id }) => ({ hold_id, name: 'Anna Schmidt' }),
      wanted: ['booked'],
    },
    { name: 'list_appointments', args: () => ({}), wanted: ['ok'] },
    {
      name: 'reschedule_appointment',
      args: () => ({ new_datetime: at(round * 2 + 1) }),
      wanted: ['rescheduled'],
    },
    { name: 'cancel_appointment', args: () => ({}), wanted: ['cancelled'] },
    { name: 'request_callback', args: () => ({ reason: 'Eine Frage' }), wanted: ['noted'] },
  ]
}

/** Calls that begin at a fixed rate; each asks who rings, then function after function. */
export async function runCalls(plan: CallsPlan): Promise<CallsResult> {
  const calls = new Calls(plan)
  await arrive(plan, (due, index) => calls.ring(due, plan.first + index))
  return calls.result()
}

class Calls {
  readonly #plan: CallsPlan
  readonly #sender: Sender
  readonly #times: Record<string, number[]> = {}
  readonly #failed: Record<string, number> = {}
  #firstFailure: string | undefined

  constructor(plan: CallsPlan) {
    this.#plan = plan
    this.#sender = new Sender(plan.targets)
  }

  async ring(due: number, number: number): Promise<void> {
    const { salons } = this.#plan
    const salon = salons[number % salons.length]
    if (!salon) throw new Error('there is no salon')
    const from = `+49171${String(3_000_000 + number)}`
    const call = { ...callOf(salon, from), call_id: `call_${randomUUID().replaceAll('-', '')}` }
    const inbound = { event: 'call_inbound', call_inbound: { from_number: from, to_number: salon.phone } }
    await this.#ask('inbound routing', { due, salon, hook: 'inbound', body: inbound })
    let handed: FunctionAnswer['data'] = {}
    for (const [index, step] of stepsOf(Math.floor(number / salons.length)).entries()) {
      const body = { name: step.name, args: step.args(handed), call }
      const answer = await this.#ask(step.name, {
        due: due + (index + 1) * STEP_MS,
        salon,
        hook: 'function',
        body,
      })
      if (answer !== NO_ANSWER && !step.wanted.includes(answer.status))
        this.#note(step.name, JSON.stringify(answer))
      handed = { ...handed, ...answer.data }
    }
  }

  async result(): Promise<CallsResult> {
    await this.#sender.close()
    return { times: this.#times, failed: this.#failed, firstFailure: this.#firstFailure }
  }

  async #ask(
    name: string,
    { due, salon, hook, body }: { due: number; salon: Salon; hook: string; body: object },
  ): Promise<FunctionAnswer> {
    await untilDue(due)
    const path = `/hooks/${salon.connection}/${hook}`
    const answer = await this.#sender.send(signed(path, JSON.stringify(body), this.#plan.apiKey))
    const times = this.#times[name] ?? []
    this.#times[name] = times
    times.push(performance.now() - due)
    if (answer.status === 200) return JSON.parse(answer.body) as FunctionAnswer
    this.#note(name, `${answer.status} ${answer.body}`)
    return NO_ANSWER
  }

  #note(name: string, failure: string): void {
    this.#failed[name] = (this.#failed[name] ?? 0) + 1
    this.#firstFailure ??= `${name}: ${failure}`.slice(0, 300)
  }
}

const callOf = ({ phone }: Salon, from: string) => ({
  call_type: 'phone_call',
  call_status: 'ongoing',
  direction: 'inbound',
  from_number: from,
  to_number: phone,
  start_timestamp: Date.now(),
})
