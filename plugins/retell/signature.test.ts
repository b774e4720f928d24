import { createHmac } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { Retell } from 'retell-sdk'
import { verifySignature } from './signature.ts'

const key = 'key_test_0123456789'
const text = '{"event":"call_ended","call":{"call_id":"call_1","transcript":"Agent: ¿Cómo está?"}}'
const at = 1_796_117_400_000

function request(body: string, header: string, receivedAt = at) {
  return { headers: { 'x-retell-signature': header }, body: Buffer.from(body), receivedAt }
}

const digestOf = (body: string, time: string, secret: string) =>
  createHmac('sha256', secret)
    .update(body + time)
    .digest('hex')
const good = `v=${at},d=${digestOf(text, String(at), key)}`

test('a signature over body and time is genuine', () => {
  expect(verifySignature(request(text, good), [key])).toEqual({ genuine: true })
})

test("what the vendor's client signs is genuine", async () => {
  const header = await Retell.sign(text, key)
  expect(verifySignature(request(text, header, Date.now()), [key])).toEqual({ genuine: true })
})

test('the previous key is accepted while keys are rotated', () => {
  expect(verifySignature(request(text, good), ['another key', key])).toEqual({ genuine: true })
})

test.each([
  ['an altered body', request(`${text} `, good)],
  ['a foreign key', request(text, `v=${at},d=${digestOf(text, String(at), 'other')}`)],
  ['a time that was not signed', request(text, good.replace(String(at), String(at + 1)))],
  ['five minutes and a second late', request(text, good, at + 301_000)],
  ['five minutes and a second early', request(text, good, at - 301_000)],
  ['no header', request(text, '')],
  ['a short digest', request(text, `v=${at},d=abcd`)],
])('%s is refused', (_name, bad) => {
  expect(verifySignature(bad, [key])).toMatchObject({ genuine: false })
})
