import { expect, test } from '@jest/globals'
import { berlin } from '../testing/call-fixture.ts'
import { CUT, SalonStage } from '../testing/salon-stage.ts'
import type { Answer } from '../testing/test-call.ts'

/** Dates that a predecessor took wrongly, as the voice agent hands them over: the parser alone is not enough. */
const stage = new SalonStage()
const ring = stage.ring.bind(stage)

const check = (when: string | object): Promise<Answer> =>
  ring().ask('check_availability', { service: CUT, ...(typeof when === 'string' ? { when } : when) })

const startOf = ({ data }: Answer): number => Date.parse(String((data.slot as { start: string }).start))

test.each(['13.06.2023 um 10 Uhr', '2024-11-25T10:00:00+01:00'])(
  'F11: %s is a date of the past, told as that and not shifted to another year',
  async (when) => {
    const answer = await check(when)
    expect(answer).toMatchObject({ status: 'ask', data: { question: 'past' }, today: { date: '2026-11-24' } })
    expect(answer.data.slots ?? []).toEqual([])
  },
)

test.each(['morgen um sechs sechzehn Uhr', 'morgen um 25 Uhr'])(
  'F13: "%s" is asked back, and no time is named for it',
  async (when) => {
    const answer = await check(when)
    expect(answer.status).toBe('ask')
    expect(answer.data).not.toHaveProperty('slot')
    expect(await stage.stored()).toEqual([])
  },
)

test.each([
  ['Mittwoch, den 25. November um zehn', '2026-11-25T10:00'],
  ['am fünfundzwanzigsten elften um halb elf', '2026-11-25T10:30'],
  ['übermorgen um halb zwölf', '2026-11-26T11:30'],
  ['Freitag in einer Woche um 11 Uhr', '2026-12-04T11:00'],
])('F14: "%s" is understood where the agent asks', async (when, start) => {
  const answer = await check(when)
  expect([answer.status, startOf(answer)]).toEqual(['available', berlin(start)])
})

test('F15: next week’s Tuesday said on a Saturday is three days ahead; a weekday that is not the date’s is asked', async () => {
  stage.hub.clock.set(berlin('2025-10-18T10:00'))
  expect(startOf(await check('nächste Woche Dienstag um 10 Uhr'))).toBe(berlin('2025-10-21T10:00'))
  expect((await check('Dienstag, 22. Oktober um 10 Uhr')).status).toBe('ask')
})

test('F16: what lies beyond the horizon is refused with the last day, and nothing is stored', async () => {
  stage.hub.clock.set(berlin('2025-12-05T10:00'))
  const request = { service: CUT, when: '7. November um 10 Uhr', name: 'Maria Vogel' }
  const answer = await ring().ask('book_appointment', request)
  expect(answer.data.reason).toBe('too_far')
  expect(await stage.stored()).toEqual([])
})

test('F17: an offer for Monday that is booked with the word "morgen" is Monday’s or a question, never tomorrow’s', async () => {
  const call = ring()
  const offer_token = await stage.offered(call, 'Montag um 9 Uhr')
  const answer = await call.ask('book_appointment', {
    offer_token,
    when: 'morgen um 9 Uhr',
    name: 'Maria Vogel',
  })
  const starts = (await stage.confirmed()).map(({ start }) => start)
  expect(starts).toEqual(answer.status === 'booked' ? [berlin('2026-11-30T09:00')] : [])
})

test('F18: what is too soon is not called free, and the next time that can be booked is offered', async () => {
  const { catalog } = stage.hub
  const { tenantId } = stage.salon
  for (const { id } of await catalog.list(tenantId)) {
    await catalog.update(tenantId, id, { noticeMinutes: 15 })
  }
  stage.hub.clock.set(berlin('2026-11-24T13:52'))
  const answer = await check('heute um 14 Uhr')
  expect(answer).toMatchObject({ status: 'alternatives', data: { reason: 'too_soon' } })
  const [first] = answer.data.slots as Array<{ start: string }>
  expect(Date.parse(first?.start ?? '')).toBe(berlin('2026-11-24T14:30'))
})
