import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { freshNumber } from '../testing/salon.ts'
import { SalonStage } from '../testing/salon-stage.ts'
import { type Asked, conversation } from '../testing/spoken-arguments.ts'
import type { Answer, TestCall } from '../testing/test-call.ts'

const stage = new SalonStage()

/** What the agent was handed last. */
interface Handed {
  offer_token?: unknown
  hold_id?: unknown
  appointment_id?: unknown
}

function handedBy({ data }: Answer, before: Handed): Handed {
  const slots = Array.isArray(data.slots) ? data.slots : []
  const token = data.offer_token ?? slots.at(-1)?.offer_token
  const appointments = Array.isArray(data.appointments) ? data.appointments : [data.appointment]
  const appointment = appointments.at(-1)?.id
  return {
    ...before,
    ...(token ? { offer_token: token } : {}),
    ...(data.hold_id ? { hold_id: data.hold_id } : {}),
    ...(appointment ? { appointment_id: appointment } : {}),
  }
}

async function holdTalk(call: TestCall, asked: readonly Asked[]): Promise<Answer[]> {
  const answers: Answer[] = []
  let handed: Handed = {}
  for (const { name, args, passesBack } of asked) {
    stage.hub.clock.forward(0.3)
    const answer = await call.ask(name, { ...args, ...(passesBack ? handed : {}) })
    handed = handedBy(answer, handed)
    answers.push(answer)
  }
  return answers
}

/** Ids of the appointments that answers of a status spoke of. */
const idsSaid = (answers: readonly Answer[], status: string): string[] =>
  answers
    .filter((answer) => answer.status === status)
    .map(({ data }) => (data.appointment as { id: string }).id)

const distinct = (ids: readonly string[]): string[] => [...new Set(ids)].sort()

test.each([['de'], ['en']] as const)(
  'whatever is asked, every answer can be read out and is true (%s)',
  async (language) => {
    await fc.assert(
      fc.asyncProperty(conversation(language), fc.boolean(), async (asked, isWithheld) => {
        await stage.reopen({ language })
        // `ask` itself throws for a sentence with a time that is not in its data, or a claim its status does not carry.
        const answers = await holdTalk(stage.ring(isWithheld ? null : freshNumber()), asked)
        expect(stage.hub.log.errors).toEqual([])
        const made = await stage.stored()
        const standing = made.filter(({ status }) => status === 'confirmed').map(({ id }) => id)
        const cancelled = made.filter(({ status }) => status === 'cancelled').map(({ id }) => id)
        expect(distinct([...standing, ...cancelled])).toEqual(distinct(idsSaid(answers, 'booked')))
        expect(distinct(cancelled)).toEqual(distinct(idsSaid(answers, 'cancelled')))
        for (const { today } of answers) expect(today).not.toBeNull()
      }),
      { numRuns: 25 },
    )
  },
  120_000,
)
