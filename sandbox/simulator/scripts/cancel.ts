import { callers } from '../callers.ts'
import type { Conversation } from '../conversation.ts'
import type { HubAnswer } from '../hub-answer.ts'
import type { Script } from '../script.ts'
import { ask, bookFromGreeting, leaveCallback, pickUp, sayGoodbye } from './booking-steps.ts'
import { appointmentsOf } from './hub-data.ts'
import { wishIn } from './wish.ts'
import { wordsIn } from './words.ts'

const words = wordsIn.en
const { name, number } = callers.emma

export const cancel: Script = {
  name: 'cancel',
  title: 'A caller books and cancels the appointment in a second call',
  about: {
    de: 'Eine Anruferin bucht einen Termin und sagt ihn in einem zweiten Anruf ab.',
    en: 'A caller books an appointment and cancels it in a second call.',
  },
  language: 'en',
  caller: number,
  line: 'prenzlauer_berg',
  play: async (stage) => {
    let booked: { id: string } | undefined
    const first = 'The caller booked a haircut.'
    await stage.call({ from: stage.caller, summary: first }, async (talk) => {
      booked = await bookFromGreeting(talk, {
        service: 'Haarschnitt Damen',
        name,
        words,
        wishes: [
          wishIn(3, '10:00', {
            said: "I'd like a ladies' haircut in three days at ten in the morning.",
            when: 'in three days at ten in the morning',
          }),
          wishIn(5, '14:00', {
            said: 'Or in five days at two in the afternoon?',
            when: 'in five days at two in the afternoon',
          }),
        ],
      })
    })
    const second = 'The caller cancelled her appointment.'
    await stage.call({ from: stage.caller, summary: second }, (talk) => cancelAppointment(talk, booked?.id))
  },
}

async function cancelAppointment(talk: Conversation, bookedId: string | undefined): Promise<void> {
  const { appointments: own, name: knownAs } = await pickUp(talk, words)
  const id = own.find((appointment) => appointment.id === bookedId)?.id ?? own[0]?.id
  talk.caller.says('I have to cancel my appointment, please.')
  const answer = await askToCancel(talk, id)
  const settled = answer.status === 'ask' ? await answerQuestion(talk, answer, id) : answer
  if (settled.status !== 'cancelled')
    await leaveCallback(talk, { words, name: knownAs ?? name, reason: 'cancel an appointment' })
  sayGoodbye(talk, words)
}

/** Asked which appointment, the caller names the first; asked whether she is sure, she is. */
function answerQuestion(talk: Conversation, answer: HubAnswer, id: string | undefined): Promise<HubAnswer> {
  const [first] = appointmentsOf(answer)
  talk.caller.says(first ? 'The first one, please.' : words.yes)
  return askToCancel(talk, first?.id ?? id)
}

function askToCancel(talk: Conversation, id: string | undefined): Promise<HubAnswer> {
  return ask(talk, words, 'cancel_appointment', id === undefined ? {} : { appointment_id: id })
}
