import type { Conversation } from '../conversation.ts'
import type { HubAnswer } from '../hub-answer.ts'
import {
  appointmentOf,
  appointmentsOf,
  type BookedAppointment,
  knownName,
  type Offer,
  offersOf,
} from './hub-data.ts'
import type { Wish } from './wish.ts'
import type { Words } from './words.ts'

/** How often an agent asks the same again that the hub has not finished: it has said that it would. */
const PATIENCE = 3

/**
 * Asks the hub and reads its sentence out; where there is none, something failed and the caller hears that. What is
 * not finished yet is asked for again.
 */
export async function ask(
  talk: Conversation,
  words: Words,
  name: string,
  args: Readonly<Record<string, unknown>> = {},
): Promise<HubAnswer> {
  for (let turn = 1; ; turn += 1) {
    const answer = await talk.agent.calls(name, args)
    talk.agent.says(answer.say === '' ? silence(name, words) : answer.say)
    if (answer.status !== 'pending' || turn > PATIENCE) return answer
  }
}

const silence = (name: string, { greeting, sorry }: Words): string =>
  name === 'identify_caller' ? greeting : sorry

/** Who the hub says is calling: the name on record, if any, and the appointments to come. */
export type KnownCaller = { name: string | undefined; appointments: BookedAppointment[] }

/** Picks up: the caller is found out by the number, and greeted. */
export async function pickUp(talk: Conversation, words: Words): Promise<KnownCaller> {
  const who = await ask(talk, words, 'identify_caller')
  return { name: knownName(who), appointments: appointmentsOf(who) }
}

export type Search = { service: string; staff?: string; wishes: readonly Wish[]; words: Words }

/** Asks for one wish after the other until a time is free, and takes the first alternative when it is not. */
export async function agreeOnTime(talk: Conversation, search: Search): Promise<Offer | undefined> {
  for (const wish of search.wishes) {
    talk.caller.says(wish.said)
    const answer = await askFor(talk, search, wish)
    const [offer] = offersOf(answer)
    if (offer) {
      talk.caller.says(answer.status === 'available' ? search.words.yes : search.words.takeFirst)
      return offer
    }
  }
  return undefined
}

/** The caller's own words first; asked back, the caller gives a plain date and time. */
async function askFor(talk: Conversation, { service, staff, words }: Search, wish: Wish): Promise<HubAnswer> {
  const what = { service, ...(staff !== undefined && { staff }) }
  const answer = await ask(talk, words, 'check_availability', { ...what, when: wish.when })
  if (answer.status !== 'ask') return answer
  const plain = wish.plainly(answer.today)
  talk.caller.says(`${plain.date}, ${plain.time}.`)
  return ask(talk, words, 'check_availability', { ...what, ...plain })
}

export type Booking = {
  offer: Offer
  /** The name the caller says; not asked for when the hub knows it. */
  name: string
  knownAs?: string | undefined
  words: Words
}

/** Holds the time while the name is said, then books it. */
export async function holdAndBook(
  talk: Conversation,
  booking: Booking,
): Promise<BookedAppointment | undefined> {
  const held = await ask(talk, booking.words, 'hold_slot', { offer_token: booking.offer.offerToken })
  const holdId = held.data.hold_id
  if (typeof holdId === 'string') return book(talk, booking, { hold_id: holdId })
  const [other = booking.offer] = offersOf(held)
  return book(talk, booking, { offer_token: other.offerToken })
}

/** Books the offer as it stands; a time lost meanwhile is replaced by the first alternative. */
export function bookOffer(talk: Conversation, booking: Booking): Promise<BookedAppointment | undefined> {
  return book(talk, booking, { offer_token: booking.offer.offerToken })
}

async function book(
  talk: Conversation,
  { name, knownAs, words }: Booking,
  chosen: Readonly<Record<string, string>>,
): Promise<BookedAppointment | undefined> {
  let target = chosen
  if (knownAs === undefined) sayName(talk, name, words)
  for (const _attempt of [1, 2, 3]) {
    const answer = await ask(talk, words, 'book_appointment', { ...target, name: knownAs ?? name })
    if (['booked', 'failed'].includes(answer.status)) return appointmentOf(answer)
    target = agreeAgain(talk, answer, words) ?? target
  }
  return undefined
}

/** The first of other times where there are any, else a yes to what was asked. */
function agreeAgain(talk: Conversation, answer: HubAnswer, words: Words): Record<string, string> | undefined {
  const [other] = offersOf(answer)
  talk.caller.says(other ? words.takeFirst : words.yes)
  return other && { offer_token: other.offerToken }
}

function sayName(talk: Conversation, name: string, words: Words): void {
  talk.agent.says(words.askName)
  talk.caller.says(words.myNameIs(name))
}

/** What a good agent offers when nothing else is left. `phone` only where the number is withheld. */
export async function leaveCallback(
  talk: Conversation,
  { words, ...args }: { words: Words; name: string; phone?: string; when?: string; reason: string },
): Promise<void> {
  talk.caller.says(words.callMeBack)
  await ask(talk, words, 'request_callback', args)
}

export function sayGoodbye({ agent, caller }: Conversation, words: Words): void {
  agent.says(words.askElse)
  caller.says(words.goodbye)
  caller.hangsUp()
}

export type SimpleBooking = Omit<Search, 'words'> & { name: string; words: Words; hold?: boolean }

/** A whole booking from the greeting to the farewell, with a callback where no time could be found. */
export async function bookFromGreeting(
  talk: Conversation,
  { name, hold = false, ...search }: SimpleBooking,
): Promise<BookedAppointment | undefined> {
  const { words } = search
  const { name: knownAs } = await pickUp(talk, words)
  const offer = await agreeOnTime(talk, search)
  const booking = offer && { offer, name, knownAs, words }
  const booked = booking && (hold ? await holdAndBook(talk, booking) : await bookOffer(talk, booking))
  if (!booked) await leaveCallback(talk, { words, name, reason: search.service })
  sayGoodbye(talk, words)
  return booked
}
