import { callers } from '../callers.ts'
import type { Conversation } from '../conversation.ts'
import type { Script } from '../script.ts'
import { agreeOnTime, ask, bookOffer, leaveCallback, pickUp, sayGoodbye } from './booking-steps.ts'
import { wishIn } from './wish.ts'
import { wordsIn } from './words.ts'

const words = wordsIn.en
const { name, number } = callers.oliver

/** Booking needs no number, changing does: nothing is disclosed, and a callback is noted instead. */
export const withheldNumber: Script = {
  name: 'withheld-number',
  title: 'A caller without a number books, but may not change and leaves a callback',
  about: {
    de: 'Jemand mit unterdrückter Nummer bucht, darf aber nichts ändern und bittet um Rückruf.',
    en: 'Somebody whose number is withheld books, may not change anything, and asks to be called back.',
  },
  language: 'en',
  caller: null,
  line: 'prenzlauer_berg',
  play: async (stage) => {
    const summary = 'The caller booked a haircut and asked to be called back about moving it.'
    await stage.call({ from: stage.caller, summary }, async (talk) => {
      await pickUp(talk, words)
      const offer = await agreeOnTime(talk, {
        service: 'Haarschnitt Herren',
        words,
        wishes: [
          wishIn(1, '11:00', {
            said: "I'd like a men's haircut, tomorrow at eleven in the morning.",
            when: 'tomorrow at eleven in the morning',
          }),
          wishIn(2, '15:30', {
            said: 'What about the day after tomorrow at half past three in the afternoon?',
            when: 'the day after tomorrow at half past three in the afternoon',
          }),
        ],
      })
      if (offer) await bookOffer(talk, { offer, name, words })
      await tryToChange(talk)
      await leaveCallback(talk, {
        words,
        name,
        phone: number,
        when: 'tomorrow at nine in the morning',
        reason: 'move an appointment',
      })
      sayGoodbye(talk, words)
    })
  },
}

async function tryToChange(talk: Conversation): Promise<void> {
  talk.caller.says('Which appointments do you have for me? I may have to move one.')
  await ask(talk, words, 'list_appointments')
  talk.caller.says('Can you move it by one hour anyway?')
  const args = { which: 'my appointment', when: 'an hour later' }
  await ask(talk, words, 'reschedule_appointment', args)
}
