import { expect, test } from '@jest/globals'
import { freshNumber } from '../testing/salon.ts'
import { SalonStage } from '../testing/salon-stage.ts'

const stage = new SalonStage()
const ring = stage.ring.bind(stage)
const callbacks = () => stage.hub.callbacks.list(stage.salon.tenantId)

test('a caller is called back on the number that calls, and the wish is noted', async () => {
  const answer = await ring('+4930901820').ask('request_callback', {
    name: 'Anna Schmidt',
    preferred_time_window: 'ab 16 Uhr',
    grund: 'Frage zur Rechnung',
  })
  expect(answer).toMatchObject({
    status: 'noted',
    say: 'Ich habe notiert, dass Sie unter +49 30 901820 zurückgerufen werden möchten.',
  })
  expect(await callbacks()).toMatchObject([
    { phone: '+4930901820', name: 'Anna Schmidt', wish: 'ab 16 Uhr', reason: 'Frage zur Rechnung' },
  ])
})

test.each([
  ['0171 3920020', '+491713920020'],
  ['+43 1 51234', '+43151234'],
])('the number that was said counts, read in the country of the business: %s', async (phone, stored) => {
  const answer = await ring(null).ask('request_callback', { telefon: phone })
  expect(answer.status).toBe('noted')
  expect(await callbacks()).toMatchObject([{ phone: stored }])
})

test.each([{}, { phone: '{{phone}}' }, { phone: 'diese Nummer' }, { phone: '12' }])(
  'a withheld caller without a number that can be reached is asked for one: %j',
  async (args) => {
    expect(await ring(null).ask('request_callback', args)).toMatchObject({
      status: 'ask',
      missing: ['phone'],
    })
    expect(await callbacks()).toEqual([])
  },
)

test('"this number" is the one that calls', async () => {
  const from = freshNumber()
  await ring(from).ask('request_callback', { phone: 'unter dieser Nummer' })
  expect(await callbacks()).toMatchObject([{ phone: from }])
})

test.each(['0000 123', '112', '0171 39'])('%s reaches nobody, so it is asked again', async (phone) => {
  expect((await ring().ask('request_callback', { phone })).status).toBe('ask')
})

test('a callback asked for twice is noted once, and keeps what was said before', async () => {
  const call = ring()
  const first = await call.ask('request_callback', { name: 'Anna Schmidt', reason: 'Frage' })
  stage.hub.clock.forward(1)
  const second = await call.ask('request_callback', { when: 'morgen' })
  expect(second.data).toEqual(first.data)
  expect(await callbacks()).toMatchObject([{ name: 'Anna Schmidt', reason: 'Frage', wish: 'morgen' }])
})
