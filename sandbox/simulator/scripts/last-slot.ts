import { callers } from '../callers.ts'
import type { Conversation } from '../conversation.ts'
import type { Script } from '../script.ts'
import { ask, pickUp, sayGoodbye } from './booking-steps.ts'
import { type Offer, offersOf } from './hub-data.ts'
import { Rendezvous } from './rendezvous.ts'
import { wishIn } from './wish.ts'
import { wordsIn } from './words.ts'

const words = wordsIn.de
const service = 'Massage'
const wish = wishIn(1, '16:00', {
  said: 'Ich möchte eine Massage, morgen um sechzehn Uhr.',
  when: 'morgen um sechzehn Uhr',
})

/** What the two callers have agreed on between them: the one time that both want. */
type Contest = { meeting: Rendezvous; wanted: string | undefined }

/**
 * Both are offered the same time, and only then both book it. The massage needs the one room there is, so it cannot
 * be had twice. Who comes second takes nothing else.
 */
export const lastSlot: Script = {
  name: 'last-slot',
  title: 'Zwei Anrufer wollen gleichzeitig dieselbe Massage, genau einer bekommt sie',
  about: {
    de: 'Zwei Anrufer wollen im selben Augenblick die letzte freie Zeit; nur einer bekommt sie.',
    en: 'Two callers want the last free time at the same moment; only one gets it.',
  },
  language: 'de',
  caller: callers.lena.number,
  line: 'mitte',
  play: async (stage) => {
    const contest: Contest = { meeting: new Rendezvous(2), wanted: undefined }
    const summary = 'Der Anruf galt einer Massage zu einer bestimmten Zeit.'
    const dial = async (from: string | null, name: string) => {
      const { answered } = await stage.call({ from, summary }, (talk) => compete(talk, contest, name))
      if (!answered) contest.meeting.leave()
    }
    await Promise.all([dial(stage.caller, callers.lena.name), dial(stage.secondCaller, callers.jonas.name)])
  },
}

async function compete(talk: Conversation, contest: Contest, name: string): Promise<void> {
  const offer = await offeredTime(talk, contest)
  if (!offer) {
    talk.caller.says(words.noThanks)
    talk.caller.hangsUp()
    return
  }
  talk.caller.says(`${words.yes} ${words.myNameIs(name)}`)
  const answer = await ask(talk, words, 'book_appointment', { offer_token: offer.offerToken, name })
  if (answer.status !== 'booked') talk.caller.says(words.noThanks)
  sayGoodbye(talk, words)
}

/** The offer of the wanted time, once both have theirs; undefined for a caller who was offered another. */
async function offeredTime(talk: Conversation, contest: Contest): Promise<Offer | undefined> {
  let left = false
  try {
    await pickUp(talk, words)
    talk.caller.says(wish.said)
    const offer = await askOnce(talk)
    contest.wanted ??= offer?.start
    left = true
    await contest.meeting.meet()
    return offer?.start === contest.wanted ? offer : undefined
  } finally {
    // The other caller must not wait for one whose call has failed.
    if (!left) contest.meeting.leave()
  }
}

async function askOnce(talk: Conversation): Promise<Offer | undefined> {
  let answer = await ask(talk, words, 'check_availability', { service, when: wish.when })
  if (answer.status === 'ask') {
    const plain = wish.plainly(answer.today)
    talk.caller.says(`${plain.date}, ${plain.time} Uhr.`)
    answer = await ask(talk, words, 'check_availability', { service, ...plain })
  }
  return offersOf(answer)[0]
}
