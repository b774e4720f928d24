import { callers } from '../callers.ts'
import type { Script } from '../script.ts'
import { bookFromGreeting } from './booking-steps.ts'
import { wishIn } from './wish.ts'
import { wordsIn } from './words.ts'

/** Colouring keeps the chair for all of its time and the hairdresser for its two ends only. */
export const waitingPhase: Script = {
  name: 'waiting-phase',
  title: 'Eine Anruferin bucht das Färben mit Einwirkzeit',
  about: {
    de: 'Eine Anruferin bucht das Färben; in der Einwirkzeit ist die Friseurin frei für andere.',
    en: 'A caller books a colouring; while it takes effect the hairdresser is free for others.',
  },
  language: 'de',
  caller: callers.aylin.number,
  line: 'mitte',
  play: async (stage) => {
    const summary = 'Die Anruferin hat das Färben gebucht.'
    await stage.call({ from: stage.caller, summary }, async (talk) => {
      await bookFromGreeting(talk, {
        service: 'Färben',
        name: callers.aylin.name,
        words: wordsIn.de,
        hold: true,
        wishes: [
          wishIn(1, '13:00', {
            said: 'Ich möchte mir die Haare färben lassen, morgen um dreizehn Uhr.',
            when: 'morgen um dreizehn Uhr',
          }),
          wishIn(2, '09:15', {
            said: 'Und übermorgen um viertel nach neun?',
            when: 'übermorgen um viertel nach neun',
          }),
          wishIn(9, '12:00', { said: 'In neun Tagen um zwölf Uhr?', when: 'in neun Tagen um zwölf Uhr' }),
        ],
      })
    })
  },
}
