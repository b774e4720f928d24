import { afterAll, describe, expect, test } from '@jest/globals'
import type { RunningStandIn } from '../engine/index.ts'
import { retell } from '../retell/index.ts'
import type { RetellState } from '../retell/retell-state.ts'
import { salonNumbers } from '../retell/salon-numbers.ts'
import { startFakeHub } from '../testing/fake-hub.ts'
import { type FakeSalon, fakeSalon, type Mood } from '../testing/fake-salon.ts'
import { playScript } from './play-script.ts'
import type { PlayedCall } from './played-call.ts'
import { scripts } from './scripts/index.ts'

const running: RunningStandIn<RetellState> = await retell.start({
  port: 0,
  now: Date.now,
  apiKeys: {},
  save: () => {},
  retryDelayFactor: 0.001,
})
const fake = await startFakeHub(running.ownKeys.retell ?? '')
const access = {
  get state() {
    return running.state
  },
  now: Date.now,
  apiKeys: running.ownKeys,
  webhooks: running.webhooks,
}

afterAll(async () => {
  await running.stop()
  await fake.close()
})

async function play(name: string, mood: Mood, more: { from?: string | null } = {}) {
  const salon = fakeSalon(mood)
  return { salon, calls: await playIn(salon, name, more) }
}

function playIn(salon: FakeSalon, name: string, more: { from?: string | null } = {}): Promise<PlayedCall[]> {
  fake.clear()
  fake.functions = salon.functions
  const script = scripts.find((candidate) => candidate.name === name)
  if (!script) throw new Error(`no script ${name}`)
  return playScript({ retell: access, hub: fake.hub, script, ...more })
}

const namesOf = (call: PlayedCall | undefined) => call?.functions.map(({ name }) => name)
const statusesOf = (call: PlayedCall | undefined) =>
  call?.functions.map(({ result }) => String(Object(result).status))

const simple = ['identify_caller', 'check_availability', 'book_appointment']
const held = ['identify_caller', 'check_availability', 'hold_slot', 'book_appointment']

describe('with the wished time free', () => {
  test.each([
    ['plain-booking', [held], 1],
    ['slot-taken', [simple, simple], 2],
    ['withheld-number', [[...simple, 'list_appointments', 'reschedule_appointment', 'request_callback']], 1],
    ['reschedule', [simple, ['identify_caller', 'reschedule_appointment']], 1],
    ['cancel', [simple, ['identify_caller', 'cancel_appointment']], 0],
    ['waiting-phase', [held], 1],
    ['hang-up', [['identify_caller', 'check_availability', 'hold_slot']], 0],
  ])('%s asks what its story needs and leaves the right appointments', async (name, functions, left) => {
    const { calls, salon } = await play(name, 'free')
    expect(calls.map(namesOf)).toEqual(functions)
    expect(salon.appointments).toHaveLength(left)
  })

  test('slot-taken asks for the booked time and person, and takes the first alternative', async () => {
    const { calls, salon } = await play('slot-taken', 'free')
    expect(calls[1]?.functions[1]?.args).toEqual({
      service: 'Haarschnitt Herren',
      staff: 'Nadia',
      when: 'am 24. November um 14:30 Uhr',
    })
    expect(statusesOf(calls[1])).toEqual(['unknown', 'alternatives', 'booked'])
    expect(salon.appointments.map(({ start }) => start)).toEqual([
      '2026-11-24T14:30:00+01:00',
      '2026-11-24T15:00:00+01:00',
    ])
  })

  test('withheld-number is refused both looks at appointments and leaves a number and a name', async () => {
    const { calls } = await play('withheld-number', 'free')
    expect(calls[0]?.from).toBeNull()
    expect(statusesOf(calls[0])).toEqual(['withheld', 'available', 'booked', 'withheld', 'withheld', 'noted'])
    expect(calls[0]?.functions.at(-1)?.args).toMatchObject({ name: 'Oliver Reed', phone: '+491713920015' })
  })

  test('last-slot: both book the very same time at the same moment, and exactly one gets it', async () => {
    const { calls, salon } = await play('last-slot', 'free')
    const tokens = calls.map(({ functions }) => functions.at(-1)?.args.offer_token)
    expect(calls).toHaveLength(2)
    expect(new Set(tokens).size).toBe(1)
    expect(calls.map((call) => statusesOf(call)?.at(-1)).sort()).toEqual(['alternatives', 'booked'])
    expect(salon.appointments).toHaveLength(1)
    const bookings = fake.requests.filter(({ body }) => body.raw('name') === 'book_appointment')
    const checks = fake.requests.filter(({ body }) => body.raw('name') === 'check_availability')
    expect(Math.max(...checks.map(({ at }) => at))).toBeLessThanOrEqual(
      Math.min(...bookings.map(({ at }) => at)),
    )
  })

  test('hang-up leaves a hold behind and is the caller who goes', async () => {
    const { calls } = await play('hang-up', 'free')
    expect(statusesOf(calls[0])?.at(-1)).toBe('held')
    expect(calls[0]?.disconnection_reason).toBe('user_hangup')
  })
})

describe('whatever the hub answers', () => {
  const cases = scripts.flatMap(({ name }) =>
    (['free', 'busy', 'asks_back', 'full'] as const).map((mood) => [name, mood] as const),
  )

  test.each(cases)('%s comes to an end with a salon that is %s', async (name, mood) => {
    const { calls } = await play(name, mood)
    for (const call of calls) {
      expect(call.answered).toBe(true)
      expect(call.disconnection_reason).toBe('user_hangup')
      expect(call.events.map(({ event }) => event)).toEqual(['call_started', 'call_ended', 'call_analyzed'])
    }
  })

  test.each(scripts.map(({ name }) => [name]))('%s reads out every sentence of the hub', async (name) => {
    const { calls } = await play(name, 'busy')
    for (const call of calls) {
      const sentences = call.functions.map(({ result }) => String(Object(result).say))
      expect(call.said).toEqual(expect.arrayContaining(sentences))
    }
  })

  test.each(scripts.map(({ name }) => [name]))(
    "%s passes on the caller's own words for the time",
    async (name) => {
      const { calls } = await play(name, 'free')
      for (const { functions, transcript } of calls) {
        const heard = transcript.split('\n').filter((line) => line.startsWith('User: '))
        const wished = functions.filter(({ name: asked }) => asked === 'check_availability')
        for (const { args } of wished)
          expect(heard.some((line) => line.includes(String(args.when)))).toBe(true)
      }
    },
  )

  test('a time that is not free is replaced by the first alternative', async () => {
    const { calls, salon } = await play('plain-booking', 'busy')
    expect(statusesOf(calls[0])).toEqual(['unknown', 'alternatives', 'held', 'booked'])
    expect(salon.appointments[0]?.start).toBe('2026-11-24T15:00:00+01:00')
  })

  test('asked back, the caller gives the date counted from the day the hub named, and a time', async () => {
    const { calls } = await play('plain-booking', 'asks_back')
    expect(calls[0]?.functions[2]?.args).toEqual({
      service: 'Haarschnitt Damen',
      date: '2026-11-23',
      time: '14:30',
    })
    expect(statusesOf(calls[0])?.at(-1)).toBe('booked')
  })

  test('with nothing free at all the caller leaves a callback', async () => {
    const { calls, salon } = await play('plain-booking', 'full')
    expect(namesOf(calls[0])?.at(-1)).toBe('request_callback')
    expect(salon.appointments).toEqual([])
  })

  test.each(scripts.map(({ name }) => [name]))('%s survives a hub whose functions all fail', async (name) => {
    const salon = fakeSalon('free')
    for (const known of Object.keys(salon.functions)) salon.functions[known] = () => ({ http: 503 })
    const calls = await playIn(salon, name)
    expect(calls.every(({ answered }) => answered)).toBe(true)
    expect(calls.flatMap(({ functions }) => functions).every(({ http_status }) => http_status === 503)).toBe(
      true,
    )
  })

  test.each(scripts.map(({ name }) => [name]))(
    '%s asks again for what the hub has not finished',
    async (name) => {
      const prompt = await play(name, 'free')
      const slow = fakeSalon('free')
      const fresh = new Set<string>()
      for (const [known, answer] of Object.entries(slow.functions))
        slow.functions[known] = (args, call) => {
          const question = `${known} of ${call.raw('call_id')}`
          if (fresh.has(question)) return answer(args, call)
          fresh.add(question)
          return { status: 'pending' }
        }
      const calls = await playIn(slow, name)
      const done = (call: PlayedCall) => statusesOf(call)?.filter((status) => status !== 'pending')
      expect(calls.map(done)).toEqual(prompt.calls.map(done))
      expect(slow.appointments).toHaveLength(prompt.salon.appointments.length)
    },
  )

  test('last-slot ends for both when nobody answers the line', async () => {
    for (const number of running.state.phone_numbers) number.inbound_agents = null
    const { calls } = await play('last-slot', 'free')
    running.reset()
    expect(calls.map(({ answered }) => answered)).toEqual([false, false])
  })
})

describe('the cast', () => {
  test("a given number replaces the first caller's, and the salon's line is the script's", async () => {
    const { calls } = await play('slot-taken', 'free', { from: null })
    expect(calls.map(({ from }) => from)).toEqual([null, '+491713920012'])
    expect(calls.map(({ to }) => to)).toEqual([salonNumbers.mitte, salonNumbers.mitte])
  })

  test('no two scripts share a name', () => {
    const names = scripts.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})
