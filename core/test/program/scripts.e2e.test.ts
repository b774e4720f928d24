import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { placeCall } from '../../app/demo/place-call.ts'
import { readTimeline } from '../../app/demo/timeline.ts'
import { type DemoHub, startDemoHub } from './demo-hub.ts'
import { exported, overlaps, untruths } from './truth.ts'

let program: DemoHub

beforeAll(async () => {
  program = await startDemoHub()
}, 60_000)

afterAll(() => program.stop())

/** All calls of a script, played to their end, and what came of them. */
async function play(script: string) {
  const calls = await placeCall(program.demo, script)
  const timelines = await Promise.all(calls.map(({ call_id }) => readTimeline(program.demo, call_id)))
  return {
    timelines,
    asked: timelines.flatMap(({ call }) => call.function_calls),
    stored: timelines.flatMap((timeline) => timeline.appointments),
  }
}

test('two callers for the last slot: one gets it, the other is told so', async () => {
  const { asked, stored } = await play('last-slot')
  const wishes = asked.filter(({ name }) => name === 'book_appointment')
  expect(wishes.map(({ status }) => status === 'booked').sort()).toEqual([false, true])
  expect(stored.filter(({ status }) => status === 'confirmed')).toHaveLength(1)
  expect(await overlaps(program)).toBe(0)
}, 60_000)

test('whoever hangs up while a time is held gives it back at once', async () => {
  const { timelines, asked, stored } = await play('hang-up')
  expect(asked.map(({ status }) => status)).toContain('held')
  expect(timelines.map(({ call }) => call.outcome)).not.toContain('booked')
  expect(stored.map(({ status }) => status)).toEqual(['expired'])
  expect(await untruths(program)).toEqual([])
}, 60_000)

test.each(['slot-taken', 'reschedule', 'cancel', 'waiting-phase', 'withheld-number'])(
  'what the agent says in the script %s is true',
  async (script) => {
    const { asked, stored } = await play(script)
    const said = asked.map(({ status }) => status)
    expect(said).not.toContain('trouble')
    const count = (status: string) => said.filter((one) => one === status).length
    const standing = stored.filter(({ status }) => status !== 'expired')
    expect(standing).toHaveLength(count('booked'))
    expect(standing.filter(({ status }) => status === 'cancelled')).toHaveLength(count('cancelled'))
    expect(count('booked') + count('rescheduled') + count('cancelled')).toBeGreaterThan(0)
    await exported(program)
    expect(await untruths(program)).toEqual([])
  },
  120_000,
)
