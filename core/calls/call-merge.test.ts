import type { CallReport } from '@askpro/plugin-sdk'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isOver, type Rank } from './call.ts'
import { firstKnowledge, mergeReport } from './call-merge.ts'

type Told = { report: CallReport; rank: Rank }

const common = { callId: 'c', direction: 'inbound' as const, from: '+4930901821', to: '+4930901820' }
/** What a provider may tell: any part of the facts, each time with other content. */
const reports = (rank: Rank, states: Array<CallReport['status']>): fc.Arbitrary<Told> =>
  fc
    .record(
      {
        status: fc.constantFrom(...states),
        startedAt: fc.integer({ min: 0, max: 9 }),
        endedAt: fc.integer({ min: 10, max: 19 }),
        durationMs: fc.integer({ min: 0, max: 9 }),
        disconnectionReason: fc.constantFrom('user_hangup', 'inactivity'),
        ending: fc.constantFrom('caller_hung_up', 'silence'),
        transfer: fc.record({
          state: fc.constantFrom('started', 'cancelled', 'bridged', 'ended'),
          to: fc.constantFrom(null, '+4930901899'),
        }),
        transcript: fc.string(),
        cost: fc.constant<NonNullable<CallReport['cost']>>({ amount: '0.1', currency: 'USD', parts: [] }),
      },
      { requiredKeys: ['status'] },
    )
    .map((told) => ({ rank, report: { ...common, ...told } }))

const life = fc.tuple(
  reports('seen', ['registered', 'ongoing']),
  reports('started', ['registered', 'ongoing']),
  reports('ended', ['ended', 'error', 'not_connected', 'ongoing']),
  reports('analysed', ['ended', 'error', 'not_connected']),
)

const learn = ([first, ...others]: readonly Told[]) => {
  if (!first) throw new Error('nothing was told')
  return others.reduce(
    (known, { report, rank }) => mergeReport(known, report, rank),
    firstKnowledge(first.report, first.rank),
  )
}

/** Every report at least once, some twice, in any order. */
const shuffled = life.chain((told) =>
  fc.tuple(
    fc.constant(told),
    fc.subarray([...told]).chain((twice) => {
      const all = [...told, ...twice]
      return fc.shuffledSubarray(all, { minLength: all.length })
    }),
  ),
)

test('in whatever order and however often reports come, the same is known in the end', () => {
  fc.assert(fc.property(shuffled, ([told, arrived]) => expect(learn(arrived)).toEqual(learn(told))))
})

test('once over, always over', () => {
  fc.assert(
    fc.property(shuffled, ([, arrived]) => {
      const states = arrived.map((_, i) => learn(arrived.slice(0, i + 1)).state)
      const first = states.findIndex(isOver)
      if (first >= 0) expect(states.slice(first).every(isOver)).toBe(true)
    }),
  )
})

test('what a better report left out, a lesser one may fill in', () => {
  const ended = { ...common, status: 'ended' as const, durationMs: 61_000 }
  const analysed = { ...common, status: 'ended' as const, transcript: 'Guten Tag.' }
  const known = mergeReport(firstKnowledge(analysed, 'analysed'), ended, 'ended')
  expect(known.facts).toEqual({ transcript: 'Guten Tag.', durationMs: 61_000 })
  const corrected = mergeReport(known, { ...analysed, durationMs: 62_000 }, 'analysed')
  expect(mergeReport(corrected, ended, 'ended').facts.durationMs).toBe(62_000)
})

test('an end is an end even where the provider’s own status lags behind', () => {
  expect(firstKnowledge({ ...common, status: 'ongoing' }, 'ended').state).toBe('ended')
})
