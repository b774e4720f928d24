import { callers } from '../callers.ts'
import type { Script } from '../script.ts'
import { bookFromGreeting } from './booking-steps.ts'
import { wishIn } from './wish.ts'
import { wordsIn } from './words.ts'

export const plainBooking: Script = {
  name: 'plain-booking',
  title: 'Eine Anruferin bucht einen Haarschnitt für morgen um halb drei',
  about: {
    de: 'Eine Anruferin bucht einen Damenhaarschnitt für morgen um halb drei.',
    en: "A caller books a ladies' haircut for tomorrow at half past two.",
  },
  language: 'de',
  caller: callers.lena.number,
  line: 'mitte',
  play: async (stage) => {
    const summary = 'Die Anruferin hat einen Haarschnitt gebucht.'
    await stage.call({ from: stage.caller, summary }, async (talk) => {
      await bookFromGreeting(talk, {
        service: 'Haarschnitt Damen',
        name: callers.lena.name,
        words: wordsIn.de,
        hold: true,
        wishes: [
          wishIn(1, '14:30', {
            said: 'Ich hätte gern einen Haarschnitt für Damen, morgen um halb drei.',
            when: 'morgen um halb drei',
          }),
          wishIn(2, '10:00', {
            said: 'Und übermorgen um zehn Uhr vormittags?',
            when: 'übermorgen um zehn Uhr vormittags',
          }),
          wishIn(7, '11:00', {
            said: 'Dann heute in einer Woche um elf Uhr?',
            when: 'heute in einer Woche um elf Uhr',
          }),
        ],
      })
    })
  },
}
