import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startWebhookReceiver, type WebhookReceiver } from '../testing/webhook-receiver.ts'
import type { WebhookFault } from './fault.ts'
import { Journal } from './journal.ts'
import type { WaitingWebhook } from './webhook-message.ts'
import { WebhookSender } from './webhook-sender.ts'

let receiver: WebhookReceiver
let journal: Journal
let sender: WebhookSender
let faults: WebhookFault[]
let stored: WaitingWebhook[]

beforeEach(async () => {
  receiver = await startWebhookReceiver()
  journal = new Journal()
  faults = []
  stored = []
  sender = newSender()
})
afterEach(async () => {
  sender.stop()
  await receiver.close()
})

function newSender(): WebhookSender {
  const made: WebhookSender = new WebhookSender({
    policy: {
      headersFor: ({ meta = {} }, nowMs) => ({ 'x-signature': `${meta.secret}@${nowMs > 0}` }),
      retryDelaysMs: [1000, 1000],
      timeoutMs: 2000,
      retries: (status) => status !== 410,
    },
    takeFault: () => faults.shift(),
    journal,
    changed: () => {
      stored = made.snapshot()
    },
    retryDelayFactor: 0.01,
  })
  return made
}

const send = (label: string, extra: { lane?: string } = {}) =>
  sender.send({ url: `${receiver.address}/hook`, body: `"${label}"`, label, meta: { secret: 's' }, ...extra })
const arrived = () => receiver.received.map(({ body }) => body)

test('a message arrives with its headers and the answer comes back to the sender', async () => {
  expect(await send('a')).toMatchObject({ outcome: 'delivered', status: 200 })
  expect(receiver.received).toMatchObject([
    { method: 'POST', body: 'a', headers: { 'x-signature': 's@true' } },
  ])
})

describe('retries', () => {
  test('a failed attempt is made again until one is taken', async () => {
    receiver.answerWith(500, 503)
    expect(await send('a')).toMatchObject({ outcome: 'failed', status: 500 })
    await sender.idle()
    expect(journal.deliveries().map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 500],
      [2, 503],
      [3, 200],
    ])
  })

  test('they end with the last attempt of the policy', async () => {
    receiver.answerWith(500, 500, 500, 500)
    await send('a')
    await sender.idle()
    expect(receiver.received).toHaveLength(3)
  })

  test('a status that the provider takes for final is not tried again', async () => {
    receiver.answerWith(410)
    await send('a')
    await sender.idle()
    expect(receiver.received).toHaveLength(1)
  })

  test('a receiver that is down is a failure with a reason', async () => {
    await receiver.close()
    expect(await send('a')).toMatchObject({ outcome: 'failed', status: null })
    expect(journal.deliveries()[0]?.error).toContain('ECONNREFUSED')
  })
})

describe('faults', () => {
  test('a duplicated message arrives twice', async () => {
    faults = [{ duplicate: true }]
    await send('a')
    await send('b')
    expect(arrived()).toEqual(['a', 'a', 'b'])
  })

  test('a lost message never arrives, and the journal says so', async () => {
    faults = [{ lose: true }]
    expect(await send('a')).toEqual({ outcome: 'lost' })
    await sender.idle()
    expect(receiver.received).toEqual([])
    expect(journal.deliveries()).toMatchObject([{ outcome: 'lost', label: 'a' }])
  })

  test('a late message arrives after its delay', async () => {
    faults = [{ delay_ms: 80 }]
    expect(await send('late')).toEqual({ outcome: 'waiting' })
    await send('next')
    expect(arrived()).toEqual(['next'])
    await sender.idle()
    expect(arrived()).toEqual(['next', 'late'])
  })

  test('a reordered message arrives after the next one', async () => {
    faults = [{ reorder: true }]
    await send('first')
    expect(arrived()).toEqual([])
    await send('second')
    expect(arrived()).toEqual(['second', 'first'])
  })

  test('a flush sends what waits now', async () => {
    faults = [{ reorder: true }, { delay_ms: 60_000 }]
    await send('held')
    await sender.flush()
    await send('late')
    await sender.flush()
    expect(arrived()).toEqual(['held', 'late'])
    expect(sender.snapshot()).toEqual([])
  })
})

test('messages of one lane arrive in order', async () => {
  const labels = ['1', '2', '3', '4', '5']
  await Promise.all(labels.map((label) => send(label, { lane: 'call' })))
  expect(arrived()).toEqual(labels)
})

test('what waits is stored and sent after a restart', async () => {
  faults = [{ delay_ms: 60_000 }, { reorder: true }]
  await send('late')
  await send('held')
  expect(stored).toHaveLength(2)
  sender.stop()
  sender = newSender()
  sender.restore(stored.map((entry) => ({ ...entry, dueAt: entry.dueAt && Date.now() })))
  await sender.idle()
  await sender.flush()
  expect(arrived()).toEqual(['late', 'held'])
})
