import { callers } from '../callers.ts'
import type { Conversation } from '../conversation.ts'
import type { HubAnswer } from '../hub-answer.ts'
import type { Script } from '../script.ts'
import { ask, bookFromGreeting, leaveCallback, pickUp, sayGoodbye } from './booking-steps.ts'
import { appointmentsOf, offersOf } from './hub-data.ts'
import { type Wish, wishIn } from './wish.ts'
import { wordsIn } from './words.ts'

const words = wordsIn.de
const { name } = callers.mia

export const reschedule: Script = {
  name: 'reschedule',
  title: 'Eine Kundin bucht und verschiebt den Termin in einem zweiten Anruf',
  about: {
    de: 'Jemand bucht einen Termin und verschiebt ihn in einem zweiten Anruf.',
    en: 'Somebody books an appointment and moves it in a second call.',
  },
  language: 'de',
  caller: callers.mia.number,
  line: 'mitte',
  play: async (stage) => {
    let booked: { id: string } | undefined
    const first = 'Die Anruferin hat einen Haarschnitt gebucht.'
    await stage.call({ from: stage.caller, summary: first }, async (talk) => {
      booked = await bookFromGreeting(talk, {
        service: 'Haarschnitt Damen',
        name,
        words,
        wishes: [
          wishIn(2, '09:30', {
            said: 'Ich möchte einen Haarschnitt für Damen, übermorgen um halb zehn.',
            when: 'übermorgen um halb zehn',
          }),
          wishIn(4, '13:00', {
            said: 'Und in vier Tagen um dreizehn Uhr?',
            when: 'in vier Tagen um dreizehn Uhr',
          }),
        ],
      })
    })
    const second = 'Die Anruferin hat ihren Termin verschoben.'
    await stage.call({ from: stage.caller, summary: second }, (talk) => moveAppointment(talk, booked?.id))
  },
}

const wishes: readonly Wish[] = [
  wishIn(3, '11:00', {
    said: 'Ich muss meinen Termin verschieben. Geht es in drei Tagen um elf Uhr?',
    when: 'in drei Tagen um elf Uhr',
  }),
  wishIn(8, '16:00', { said: 'Und in acht Tagen um sechzehn Uhr?', when: 'in acht Tagen um sechzehn Uhr' }),
]

async function moveAppointment(talk: Conversation, bookedId: string | undefined): Promise<void> {
  const { appointments: own, name: knownAs } = await pickUp(talk, words)
  const id = own.find((appointment) => appointment.id === bookedId)?.id ?? own[0]?.id
  const target = id === undefined ? {} : { appointment_id: id }
  const moved = await tryWishes(talk, target)
  if (!moved) await leaveCallback(talk, { words, name: knownAs ?? name, reason: 'Termin verschieben' })
  sayGoodbye(talk, words)
}

async function tryWishes(talk: Conversation, target: object): Promise<boolean> {
  for (const wish of wishes) {
    talk.caller.says(wish.said)
    let answer = await move(talk, { ...target, when: wish.when })
    if (answer.status === 'ask') answer = await answerQuestion(talk, target, { answer, wish })
    const [offer] = answer.status === 'rescheduled' ? [] : offersOf(answer)
    if (offer) {
      talk.caller.says(words.takeFirst)
      answer = await move(talk, { ...target, offer_token: offer.offerToken })
    }
    if (answer.status === 'rescheduled') return true
  }
  return false
}

/** Asked which appointment, the caller names the first; asked for the time, a plain date and time. */
function answerQuestion(
  talk: Conversation,
  target: object,
  { answer, wish }: { answer: HubAnswer; wish: Wish },
): Promise<HubAnswer> {
  const [first] = appointmentsOf(answer)
  const plain = wish.plainly(answer.today)
  talk.caller.says(first ? 'Den ersten bitte.' : `${plain.date}, ${plain.time} Uhr.`)
  return move(talk, { ...target, ...(first && { appointment_id: first.id }), ...plain })
}

function move(talk: Conversation, args: Readonly<Record<string, unknown>>): Promise<HubAnswer> {
  return ask(talk, words, 'reschedule_appointment', args)
}
