import { callers } from '../callers.ts'
import type { Script } from '../script.ts'
import { bookFromGreeting } from './booking-steps.ts'
import { wishAt, wishIn } from './wish.ts'
import { wordsIn } from './words.ts'

const words = wordsIn.de
const service = 'Haarschnitt Herren'

/** The second caller asks for the very time and person the first one got, so it is taken on any day. */
export const slotTaken: Script = {
  name: 'slot-taken',
  title: 'Die gewünschte Zeit ist vergeben, der Anrufer nimmt eine andere',
  about: {
    de: 'Zwei Anrufer wollen dieselbe Zeit; der zweite nimmt eine andere.',
    en: 'Two callers want the same time; the second takes another one.',
  },
  language: 'de',
  caller: callers.paul.number,
  line: 'mitte',
  play: async (stage) => {
    let taken: { start: string; staff: string | null } | undefined
    const booked = 'Der Anrufer hat einen Haarschnitt gebucht.'
    await stage.call({ from: stage.caller, summary: booked }, async (talk) => {
      taken = await bookFromGreeting(talk, {
        service,
        name: callers.paul.name,
        words,
        wishes: [
          wishIn(1, '10:00', {
            said: 'Guten Tag, einen Herrenhaarschnitt bitte, morgen um zehn Uhr vormittags.',
            when: 'morgen um zehn Uhr vormittags',
          }),
          wishIn(3, '15:00', {
            said: 'Geht es in drei Tagen um fünfzehn Uhr?',
            when: 'in drei Tagen um fünfzehn Uhr',
          }),
        ],
      })
    })
    if (!taken) return
    const { start, staff } = taken
    const when = words.at(start)
    const other = 'Die Wunschzeit war vergeben, der Anrufer hat eine andere Zeit genommen.'
    await stage.call({ from: stage.secondCaller, summary: other }, async (talk) => {
      const whom = staff === null ? '' : ` bei ${staff}`
      await bookFromGreeting(talk, {
        service,
        ...(staff !== null && { staff }),
        name: callers.jonas.name,
        words,
        wishes: [wishAt(start, { said: `Ich brauche einen Herrenhaarschnitt ${when}${whom}.`, when })],
      })
    })
  },
}
