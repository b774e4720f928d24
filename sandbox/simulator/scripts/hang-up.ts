import { callers } from '../callers.ts'
import type { Script } from '../script.ts'
import { agreeOnTime, ask, pickUp } from './booking-steps.ts'
import { wishIn } from './wish.ts'
import { wordsIn } from './words.ts'

const words = wordsIn.en

/** Nothing must stay held for a caller who is gone. */
export const hangUp: Script = {
  name: 'hang-up',
  title: 'A caller hangs up while a time is held for her',
  about: {
    de: 'Eine Anruferin legt auf, während eine Zeit für sie vorgemerkt ist.',
    en: 'A caller hangs up while a time is held for her.',
  },
  language: 'en',
  caller: callers.emma.number,
  line: 'prenzlauer_berg',
  play: async (stage) => {
    const summary = 'The caller hung up before the booking was made.'
    await stage.call({ from: stage.caller, summary }, async (talk) => {
      await pickUp(talk, words)
      const offer = await agreeOnTime(talk, {
        service: 'Haarschnitt Damen',
        words,
        wishes: [
          wishIn(1, '12:00', {
            said: "Hello, a ladies' haircut tomorrow at noon, please.",
            when: 'tomorrow at noon',
          }),
          wishIn(6, '10:30', {
            said: 'In six days at half past ten in the morning, then?',
            when: 'in six days at half past ten in the morning',
          }),
        ],
      })
      if (offer) await ask(talk, words, 'hold_slot', { offer_token: offer.offerToken })
      talk.agent.says(words.askName)
      talk.caller.says('Oh, hang on, somebody is at the door …')
      talk.caller.hangsUp()
    })
  },
}
