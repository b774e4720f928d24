import { Readable } from 'node:stream'
import { expect, test } from '@jest/globals'
import { AddressRefused, OutboundPost, startOf } from './outbound-post.ts'

test('of an answer without end only the beginning is read', async () => {
  let given = 0
  const endless = new Readable({
    read() {
      given += 1
      this.push(Buffer.alloc(700, 'ü\u0000'))
    },
  })
  const start = await startOf(endless)
  expect([start.length <= 1_024, start.startsWith('üü'), start.includes('\u0000')]).toEqual([
    true,
    true,
    false,
  ])
  expect([endless.destroyed, given < 100]).toEqual([true, true])
})

test('a name that answers another address at the second look-up is refused there', async () => {
  const answers = ['93.184.216.34', '127.0.0.1']
  const post = new OutboundPost({
    opened: new Set(),
    lookup: (_name, _options, answer) => answer(null, [{ address: answers.pop() ?? '', family: 4 }]),
  })
  const message = { url: 'https://rebinding.test:9/', headers: {}, body: '{}' }
  await expect(post.send(message)).rejects.toThrow(AddressRefused)
  expect(answers.length).toBe(1)
  await post.close()
})
