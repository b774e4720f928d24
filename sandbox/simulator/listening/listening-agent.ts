import type { Conversation } from '../conversation.ts'
import { type HubAnswer, record, text } from '../hub-answer.ts'
import { ask, pickUp } from '../scripts/booking-steps.ts'
import { appointmentsOf, type Offer, offersOf } from '../scripts/hub-data.ts'
import type { Words } from '../scripts/words.ts'
import { type Heard, hear } from './hear.ts'
import { serviceIn } from './service-in.ts'

type Wanting = 'booking' | 'cancel' | 'move'
type Args = Record<string, unknown>

const UNDERSTOOD = {
  de: { unclear: 'Das habe ich leider nicht verstanden.', otherTime: 'Wann würde es Ihnen sonst passen?' },
  en: { unclear: 'I am sorry, I did not understand that.', otherTime: 'When else would suit you?' },
} as const

/**
 * Takes a call whose caller's lines are free text. It goes by plain rules, not by a language model: days and times are
 * passed on to the hub in the caller's words, services by name; what it makes nothing of it says and notes down.
 */
export class ListeningAgent {
  readonly notUnderstood: string[] = []
  readonly #talk: Conversation
  readonly #words: Words
  readonly #language: 'de' | 'en'
  #wanting: Wanting = 'booking'
  #service: string | undefined
  #services: string[] | undefined
  #name: string | undefined
  #asksName = false
  #offers: Offer[] = []
  #chosen: Offer | undefined
  /** What the hub wants sent again with a yes: an appointment, the fee that was told. */
  #kept: Args = {}

  constructor(talk: Conversation, { words, language }: { words: Words; language: 'de' | 'en' }) {
    this.#talk = talk
    this.#words = words
    this.#language = language
  }

  async run(lines: readonly string[]): Promise<void> {
    const { name } = await pickUp(this.#talk, this.#words)
    this.#name = name
    for (const line of lines) {
      this.#talk.caller.says(line)
      const heard = hear(line, { name: this.#asksName })
      if (heard.intent === 'goodbye') break
      await this.#answer(line, heard)
    }
    this.#talk.caller.hangsUp()
  }

  async #answer(line: string, heard: Heard): Promise<void> {
    if (heard.name !== undefined) this.#name = heard.name
    this.#service = serviceIn(line, await this.#offeredServices(heard)) ?? this.#service
    switch (heard.intent) {
      case 'callback':
        await this.#ask('request_callback', { reason: line, ...this.#nameArgs(), ...whenArgs(heard) })
        return
      case 'appointments':
        await this.#ask('list_appointments')
        return
      case 'services':
        await this.#ask('list_services')
        return
      case 'hours':
        await this.#ask('opening_hours', whenArgs(heard))
        return
      case 'cancel':
        await this.#change('cancel', { which: line })
        return
      case 'move':
        await this.#change('move', heard.when === undefined ? {} : { new_when: heard.when })
        return
      default:
        await this.#goOn(line, heard)
    }
  }

  /** Lines that only mean something in answer to what was said before. */
  async #goOn(line: string, heard: Heard): Promise<void> {
    const step = this.#stepFor(line, heard)
    if (step) return step()
    this.notUnderstood.push(line)
    this.#talk.agent.says(UNDERSTOOD[this.#language].unclear)
  }

  #stepFor(line: string, heard: Heard): (() => Promise<void> | void) | undefined {
    const { intent } = heard
    const agrees = intent === 'yes' || intent === 'choice'
    const hasOffers = this.#offers.length > 0
    const steps: Array<[boolean, () => Promise<void> | void]> = [
      [this.#wanting !== 'booking' && (agrees || intent === 'time'), () => this.#goOnChanging(heard)],
      [intent === 'name' || (this.#chosen !== undefined && heard.name !== undefined), () => this.#book()],
      [agrees && hasOffers, () => this.#choose(heard.choice)],
      [intent === 'no' && hasOffers, () => this.#askOtherTime()],
      [intent === 'time' || this.#namesService(line), () => this.#check(heard)],
    ]
    return steps.find(([fits]) => fits)?.[1]
  }

  #namesService(line: string): boolean {
    return serviceIn(line, this.#services ?? []) !== undefined
  }

  #askOtherTime(): void {
    this.#offers = []
    this.#talk.agent.says(UNDERSTOOD[this.#language].otherTime)
  }

  async #check({ when, staff }: Heard): Promise<void> {
    const service = this.#service === undefined ? {} : { service: this.#service }
    const answer = await this.#ask('check_availability', {
      ...service,
      ...(when === undefined ? {} : { when }),
      ...(staff === undefined ? {} : { staff }),
    })
    this.#chosen = undefined
    this.#offers = offersOf(answer)
  }

  async #choose(choice: number): Promise<void> {
    this.#chosen = this.#offers[choice] ?? this.#offers[0]
    await this.#book()
  }

  async #book(): Promise<void> {
    const chosen = this.#chosen ?? this.#offers[0]
    if (!chosen) return
    this.#chosen = chosen
    this.#asksName = this.#name === undefined
    if (this.#asksName) {
      await this.#ask('hold_slot', { offer_token: chosen.offerToken })
      return
    }
    const answer = await this.#ask('book_appointment', {
      offer_token: chosen.offerToken,
      ...this.#nameArgs(),
    })
    this.#offers = offersOf(answer)
    this.#chosen = undefined
  }

  async #change(wanting: 'cancel' | 'move', args: Args): Promise<void> {
    this.#wanting = wanting
    this.#kept = args
    await this.#askToChange(args)
  }

  async #goOnChanging({ intent, when, choice }: Heard): Promise<void> {
    const offer = this.#offers[choice]
    if (intent !== 'time' && offer) return this.#askToChange({ ...this.#kept, offer_token: offer.offerToken })
    const time = when === undefined || this.#wanting === 'cancel' ? {} : { new_when: when }
    return this.#askToChange({ ...this.#kept, ...time })
  }

  async #askToChange(args: Args): Promise<void> {
    const name = this.#wanting === 'cancel' ? 'cancel_appointment' : 'reschedule_appointment'
    const answer = await this.#ask(name, args)
    const [appointment] = appointmentsOf(answer)
    const fee = text(answer.data.accept_fee)
    this.#offers = offersOf(answer)
    this.#kept = {
      ...args,
      ...(appointment ? { appointment_id: appointment.id } : {}),
      ...(fee === '' ? {} : { accept_fee: fee }),
    }
    if (answer.status === 'cancelled' || answer.status === 'rescheduled') this.#wanting = 'booking'
  }

  #ask(name: string, args: Args = {}): Promise<HubAnswer> {
    return ask(this.#talk, this.#words, name, args)
  }

  /** What it can book here, asked for once, when somebody first wants something. */
  async #offeredServices({ intent }: Heard): Promise<string[]> {
    if (this.#services !== undefined) return this.#services
    if (intent !== 'time' && intent !== 'unclear') return []
    const { data } = await this.#talk.agent.calls('list_services')
    const services = Array.isArray(data.services) ? data.services : []
    this.#services = services.map((service) => text(record(service).name))
    return this.#services
  }

  #nameArgs(): Args {
    return this.#name === undefined ? {} : { name: this.#name }
  }
}

const whenArgs = ({ when }: Heard): Args => (when === undefined ? {} : { when })
